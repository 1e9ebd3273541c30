import { later } from "../billing/hands-on.js";
console.log(later);
