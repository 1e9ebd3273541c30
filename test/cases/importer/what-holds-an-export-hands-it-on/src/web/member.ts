import { member } from "../billing/hands-on.js";
console.log(member);
