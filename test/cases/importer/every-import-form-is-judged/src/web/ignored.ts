// @ts-ignore
import { pay } from "../payments.js";
console.log(pay());
