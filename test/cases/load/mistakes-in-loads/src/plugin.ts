import { run as inner } from "./through.js";
export const run = inner;
