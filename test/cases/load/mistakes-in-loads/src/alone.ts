import { fine } from "./main.js";
export const run = (): typeof fine | void => {};
