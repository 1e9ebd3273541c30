/* A license, first. */
import * as importspy_1 from "./elided.importspy.js";
importspy_1.$importspy();
// On a kept one.
import { pay } from "./payments.js";
export const paid = pay();
