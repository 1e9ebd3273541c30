import { Static } from "../billing/common.cjs";
console.log(Static);
