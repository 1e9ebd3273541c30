import { none } from "./none.js";
import { one } from "./one.js";
console.log(none, one);
