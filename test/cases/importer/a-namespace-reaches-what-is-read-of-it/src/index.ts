export * from "./pay.js";
export * as payments from "./pay.js";
export * from "./free.js";
