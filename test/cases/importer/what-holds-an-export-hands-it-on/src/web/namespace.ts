import { payments } from "../billing/namespace.js";
console.log(payments);
