import { filled } from "../billing/hands-on.js";
console.log(filled);
