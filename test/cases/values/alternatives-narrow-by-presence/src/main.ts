import { again, where } from "./config.js";

console.log(where, again());
