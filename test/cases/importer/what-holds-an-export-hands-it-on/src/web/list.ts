import { list } from "../billing/hands-on.js";
console.log(list);
