import * as importspy_1 from "./type-specifier.importspy.js";
importspy_1.$importspy();
import {} from "../payments.js";
export {} from "../payments.js";
export const cents = (payment) => payment.cents;
