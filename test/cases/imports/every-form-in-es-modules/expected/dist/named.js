import * as importspy_1 from "./named.importspy.js";
importspy_1.$importspy();
import { pay as payNow } from "./payments.js";
console.log("named:", payNow());
