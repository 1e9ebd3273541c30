import { fallback } from "../billing/hands-on.js";
console.log(fallback);
