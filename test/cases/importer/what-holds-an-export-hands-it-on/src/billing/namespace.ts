import * as payments from "../pay.js";
export { payments };
export * as again from "../pay.js";
