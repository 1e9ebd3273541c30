import * as core from "../index.js";
console.log(core);
