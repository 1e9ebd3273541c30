import { both } from "../a.js";

console.log(both());
