import { pay } from "./payments.js"; // Behind.
/* Before. */ export const paid = pay(); /* Behind. */
// At the end.
