import { first } from "../billing/hands-on.js";
console.log(first);
