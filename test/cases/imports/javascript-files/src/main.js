import { pay } from "./payments.js";
import "./requires.cjs";
import "./dynamic.js";
console.log("main:", pay());
