import { copied } from "../billing/hands-on.js";
console.log(copied);
