import { pay as own } from "./payments.js";
export { own as payment };
