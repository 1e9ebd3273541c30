// What waits does not hold up what stands beside it: ES modules evaluate the reader first.
import "../environment.js";
import { reader } from "../reader.js";
console.log("beside:", reader);
