import { nested } from "../billing/hands-on.js";
console.log(nested);
