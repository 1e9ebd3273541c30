import { pay } from "@acme/pay/payments";

console.log(pay());
