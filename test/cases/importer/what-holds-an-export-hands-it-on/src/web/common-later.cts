import { later } from "../billing/common.cjs";
console.log(later);
