import { Getter } from "../billing/hands-on.js";
console.log(Getter);
