import { deep } from "../billing/hands-on.js";
console.log(deep);
