import { taken } from "../billing/hands-on.js";
console.log(taken);
