import { again } from "../billing/namespace.js";
console.log(again);
