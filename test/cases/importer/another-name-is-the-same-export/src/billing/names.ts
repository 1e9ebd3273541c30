import * as payments from "../payments.js";
import { pay } from "../payments.js";

export const renamed = pay;
export const member = payments.pay;
export const { pay: taken } = payments;
export import alias = payments.pay;
export const asserted = pay as () => string;
export const object = { pay };
export const spread = { ...payments, harmless: true };
export const { harmless } = spread;
export const loaded = await import("../payments.js");
export default { payments };
export const computed = () => pay();
