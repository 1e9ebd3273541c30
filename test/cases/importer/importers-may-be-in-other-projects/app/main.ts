import { literal } from "../core/literal.js";
import { pay } from "../core/pay.js";
console.log(pay(), literal);
