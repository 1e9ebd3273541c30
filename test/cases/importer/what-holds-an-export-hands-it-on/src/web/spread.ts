import { spread } from "../billing/hands-on.js";
console.log(spread);
