/*! Copyright the authors. MIT. */
import * as importspy_1 from "./payments.importspy.js";
importspy_1.$importspy();
export const pay = () => 1;
