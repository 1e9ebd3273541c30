import * as importspy_1 from "./attached.importspy.js";
importspy_1.$importspy();
import { pay } from "./payments.js";
export const paid = pay();
