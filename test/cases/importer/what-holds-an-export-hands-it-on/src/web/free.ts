import { Cashier, computed, length, name, paid } from "../billing/computes.js";
import { paid as cash } from "../billing/common.cjs";
import { paid as again } from "../billing/javascript.cjs";
import { Harmless } from "../billing/hands-on.js";
console.log(computed(), paid, new Cashier().charge(), length, name, cash, again, Harmless.one);
