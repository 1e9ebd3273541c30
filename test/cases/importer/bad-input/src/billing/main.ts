import { a } from "../other-package.js";

console.log(a);
