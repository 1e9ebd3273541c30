import { chained } from "../billing/hands-on.js";
console.log(chained);
