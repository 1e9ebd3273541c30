import { pay as payNow } from "./payments.js";
console.log("named:", payNow());
