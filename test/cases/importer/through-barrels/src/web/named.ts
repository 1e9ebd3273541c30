import { other, pay } from "../all.js";
console.log(other, pay());
