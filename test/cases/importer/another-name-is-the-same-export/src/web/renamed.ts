import { renamed } from "../billing/names.js";
console.log(renamed());
