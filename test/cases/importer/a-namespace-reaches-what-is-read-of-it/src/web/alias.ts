import * as core from "../index.js";
const again = core;
console.log(again.pay());
