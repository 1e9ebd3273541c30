import { where } from "./config.js";

console.log(where);
