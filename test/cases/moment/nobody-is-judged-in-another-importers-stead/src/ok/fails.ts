import "../broken.js";
import { charge } from "../pay.js";
console.log("fails:", charge);
