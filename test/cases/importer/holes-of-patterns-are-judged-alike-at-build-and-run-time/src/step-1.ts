import { price } from "./prices.js";

console.log("step 1", price);
