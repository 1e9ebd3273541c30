import * as core from "../index.js";
const { free, ...others } = core;
console.log(free, others);
