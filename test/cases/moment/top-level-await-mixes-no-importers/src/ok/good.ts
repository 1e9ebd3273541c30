import { slow } from "../slow.js";
import { pay } from "../pay.js";
console.log("good: evaluated", slow, pay);
