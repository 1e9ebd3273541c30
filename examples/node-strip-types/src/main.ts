import { greet } from "./greeting.ts";

console.log(greet());
