import { pay } from "../pay";

export const charge = () => pay();
export const chargeInline = () => (require("../pay") as typeof import("../pay")).pay();
export const chargeLater = async () => (await import("../pay.js")).pay();
