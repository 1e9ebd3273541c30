import { slow } from "./slow.js";
import { pay } from "./pay.js";
console.log("bad: evaluated", slow, pay);
