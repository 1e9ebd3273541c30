import * as payments from "../payments.js";
export const later: typeof payments.pay | undefined = undefined;
