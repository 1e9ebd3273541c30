import { change } from "../billing/commonjs.cjs";
import star from "../billing/star.cjs";
import { cash } from "../billing/interop.js";
import { change as again } from "../billing/javascript.cjs";

console.log(change, star, cash, again);
