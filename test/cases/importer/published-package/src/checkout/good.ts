import { pay } from "@acme/pay/payments";

export const shop = { name: "shop" };
export const currency = "EUR";
console.log(pay());
