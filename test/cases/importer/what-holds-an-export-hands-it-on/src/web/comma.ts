import { comma } from "../billing/hands-on.js";
console.log(comma);
