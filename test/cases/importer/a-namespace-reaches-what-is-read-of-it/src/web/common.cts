import barrel = require("../barrel.cjs");
console.log(barrel.change());
