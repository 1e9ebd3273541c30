// Node.js cannot run these yet.
export const payments = import.defer("./payments.js");
import defer * as later from "./payments.js";
export const both = { later };
