import { open } from "vault";
console.log(open());
