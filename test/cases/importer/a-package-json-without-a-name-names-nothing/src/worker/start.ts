import { v } from "../server/config.js";
console.log(v);
