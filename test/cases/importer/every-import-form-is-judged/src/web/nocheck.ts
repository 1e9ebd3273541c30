// @ts-nocheck
import { pay } from "../payments.js";
console.log(pay());
