import { pay } from "../payments.js";
export {};
