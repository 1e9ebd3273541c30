import { give } from "../billing/javascript.cjs";
console.log(give);
