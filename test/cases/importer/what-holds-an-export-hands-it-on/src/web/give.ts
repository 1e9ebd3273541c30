import { give } from "../billing/hands-on.js";
console.log(give);
