import { ready } from "./contracted.js";

console.log("admitted", ready);
