import { member } from "../billing/names.js";
import { taken } from "../billing/names.js";
import { alias } from "../billing/names.js";
import { asserted } from "../billing/names.js";
import { object } from "../billing/names.js";
import { spread } from "../billing/names.js";
import { loaded } from "../billing/names.js";
import all from "../billing/names.js";

console.log(member, taken, alias, asserted, object, spread, loaded, all);
