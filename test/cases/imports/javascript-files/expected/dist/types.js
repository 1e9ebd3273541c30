/** @import { pay } from "./payments.js" */
/** @type {typeof import("./payments.js").pay | undefined} */
export const later = undefined;
console.log("types: imports nothing");
