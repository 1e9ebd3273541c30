import * as core from "../index.js";
const { pay } = core;
console.log(pay());
