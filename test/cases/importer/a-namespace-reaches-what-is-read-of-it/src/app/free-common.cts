import * as whole from "../barrel.cjs";
const barrel = require("../barrel.cjs");
const { coins } = require("../barrel.cjs");
console.log(whole.coins(), barrel.coins(), coins(), require("../barrel.cjs").coins());
