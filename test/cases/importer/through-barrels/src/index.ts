export { pay } from "./payments.js";
export const other = 1;
