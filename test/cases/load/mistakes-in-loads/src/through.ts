import { fine } from "./main.js";
export const run = () => fine;
