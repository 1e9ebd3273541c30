import { giveAway } from "../billing/hands-on.js";
console.log(giveAway);
