import { pay } from "./payments.js";

console.log("never printed", pay());
