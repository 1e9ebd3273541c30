import { Space } from "../billing/hands-on.js";
console.log(Space);
