import { sealed } from "../billing/hands-on.js";
console.log(sealed);
