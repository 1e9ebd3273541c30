import { list } from "../billing/common.cjs";
console.log(list);
