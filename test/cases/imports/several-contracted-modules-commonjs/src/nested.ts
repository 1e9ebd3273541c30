import { payments } from "./payments.js";
console.log("nested:", payments);
