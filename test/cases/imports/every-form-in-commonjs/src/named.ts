import { pay as payNow } from "./payments";
console.log("named:", payNow());
