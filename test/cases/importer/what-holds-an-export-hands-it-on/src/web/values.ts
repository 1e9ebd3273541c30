import { values } from "../billing/hands-on.js";
console.log(values);
