import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
importspy_2.$importspy();
import "./first.js";
import * as importspy_2 from "./main.importspy-1.js";
import { pay } from "./payments.js";
console.log("main: evaluated", pay());
