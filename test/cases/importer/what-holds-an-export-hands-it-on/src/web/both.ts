import { both } from "../billing/hands-on.js";
console.log(both);
