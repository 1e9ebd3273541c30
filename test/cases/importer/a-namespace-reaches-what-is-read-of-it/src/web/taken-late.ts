import * as core from "../index.js";
let pay: () => string;
({ pay } = core);
console.log(pay());
