import { condition } from "../billing/hands-on.js";
console.log(condition);
