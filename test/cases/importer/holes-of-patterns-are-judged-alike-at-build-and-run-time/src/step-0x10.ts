import { price } from "./prices.js";

console.log("step 16", price);
