import "../slower.js";
import { pay } from "../pay.js";
console.log("other: evaluated", pay);
