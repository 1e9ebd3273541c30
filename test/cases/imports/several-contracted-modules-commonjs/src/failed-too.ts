
import { egg } from "./egg.js";
console.log("failed-too:", egg);
