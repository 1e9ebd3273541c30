import { give } from "../billing/common.cjs";
console.log(give);
