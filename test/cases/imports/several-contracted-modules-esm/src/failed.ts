import { egg } from "./egg.js";
console.log("failed:", egg);
