export { pay } from "../payments.js";
