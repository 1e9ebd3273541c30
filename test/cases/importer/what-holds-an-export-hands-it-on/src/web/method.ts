import { Method } from "../billing/hands-on.js";
console.log(Method);
