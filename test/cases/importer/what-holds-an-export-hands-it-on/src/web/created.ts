import { created } from "../billing/hands-on.js";
console.log(created);
