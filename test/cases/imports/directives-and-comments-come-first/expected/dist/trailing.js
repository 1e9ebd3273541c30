import * as importspy_1 from "./trailing.importspy.js";
importspy_1.$importspy();
import { pay } from "./payments.js"; // Behind.
/* Before. */ export const paid = pay(); /* Behind. */
// At the end.
