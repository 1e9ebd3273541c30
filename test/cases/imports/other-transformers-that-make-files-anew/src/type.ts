// Elided, unless another transformer made the import anew.
import { Account } from "./payments.js";
export const later: Account | undefined = undefined;
