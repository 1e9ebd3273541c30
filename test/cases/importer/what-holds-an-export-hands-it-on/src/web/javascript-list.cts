import { list } from "../billing/javascript.cjs";
console.log(list);
