export * from "./a.js";
export * from "./index.js";
export { b } from "./b.js";
