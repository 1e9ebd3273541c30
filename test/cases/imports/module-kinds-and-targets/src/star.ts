console.log("star");
export * as payments from "./payments.js";
