import { Field } from "../billing/hands-on.js";
console.log(Field);
