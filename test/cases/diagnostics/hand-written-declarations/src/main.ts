import { legacy } from "./legacy.js";

console.log(legacy);
