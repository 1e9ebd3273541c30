import { pay } from "@acme/pay";

export const shop = { name: "shop" };
export const currency = "EURO";
console.log(pay());
