import { defined } from "../billing/javascript.cjs";
import { valued } from "../billing/javascript.cjs";
console.log(defined, valued);
