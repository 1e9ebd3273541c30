import "./first.js";
import { pay } from "./payments.js";

console.log("main: evaluated", pay());
