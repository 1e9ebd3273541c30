import "./features.js";
export * as payments from "./payments.js";
