import { frozen } from "../billing/javascript.cjs";
console.log(frozen);
