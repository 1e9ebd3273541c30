import { s } from "./server/start.js";
import { w } from "./worker/run.js";
console.log(s, w);
