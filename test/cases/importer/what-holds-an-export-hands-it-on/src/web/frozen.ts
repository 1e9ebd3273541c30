import { frozen } from "../billing/hands-on.js";
console.log(frozen);
