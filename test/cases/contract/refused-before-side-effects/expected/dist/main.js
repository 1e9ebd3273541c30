import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
import "./first.js";
import { pay } from "./payments.js";
console.log("main: evaluated", pay());
