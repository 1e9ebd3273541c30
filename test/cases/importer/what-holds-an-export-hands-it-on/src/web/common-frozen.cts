import { frozen } from "../billing/common.cjs";
console.log(frozen);
