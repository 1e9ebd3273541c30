import { instance } from "../billing/hands-on.js";
console.log(instance);
