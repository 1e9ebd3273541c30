import { Account } from "../payments.js";
export const later: Account | undefined = undefined;
