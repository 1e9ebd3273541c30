export * as payments from "../payments.js";
