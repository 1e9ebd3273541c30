import { pay } from "@acme/pay/payments";

export const shop = { name: 7 };
export const currency = "EUR";
console.log(pay());
