import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
// Node.js cannot run these yet.
export const payments = importspy_1.$importspy(0, () => import.defer("./payments.js"));
import defer * as later from "./payments.js";
export const both = { later };
