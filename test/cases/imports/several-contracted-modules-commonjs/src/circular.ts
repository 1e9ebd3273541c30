import { lays } from "./chicken.js";
import { hatches } from "./egg.js";
console.log("circular:", lays(), hatches());
