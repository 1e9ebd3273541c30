import * as core from "../index.js";
import pay = core.pay;
console.log(pay());
