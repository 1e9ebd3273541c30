import { Static } from "../billing/hands-on.js";
console.log(Static);
