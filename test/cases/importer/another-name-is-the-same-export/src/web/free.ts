import { own } from "../billing/contracted.js";
import { computed, harmless } from "../billing/names.js";
import * as types from "../billing/types.js";

export * from "../billing/types.js";
console.log(own, computed(), harmless, types.free);
