import { anywhere } from "./alternatives.js";
import { pay } from "./payments.js";

console.log(pay(), anywhere());
