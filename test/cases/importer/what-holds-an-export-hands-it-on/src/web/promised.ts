import { promised } from "../billing/hands-on.js";
console.log(promised);
