export * from "../payments.js";
