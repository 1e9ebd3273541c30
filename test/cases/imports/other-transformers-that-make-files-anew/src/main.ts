import { pay } from "./payments.js";
console.log("main:", pay());
import("./payments.js").then(() => console.log("dynamic: admitted"));
