import { hole } from "../hole.js";
console.log(hole);
