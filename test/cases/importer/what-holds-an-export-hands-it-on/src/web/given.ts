import { given } from "../billing/hands-on.js";
console.log(given);
