import { pay } from "../payments";
console.log(pay());
