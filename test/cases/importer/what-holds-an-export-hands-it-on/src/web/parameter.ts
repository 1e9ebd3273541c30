import { parameter } from "../billing/hands-on.js";
console.log(parameter);
