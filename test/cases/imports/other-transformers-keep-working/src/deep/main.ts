import { pay } from "@/payments";
export { Account } from "@/payments";

console.log("hello, main", pay());
import("@/payments").then(({ pay }) => console.log("hello, dynamic", pay().length));
