import * as everything from "../index.js";
import { payments } from "../spaces.js";
console.log(everything, payments);
