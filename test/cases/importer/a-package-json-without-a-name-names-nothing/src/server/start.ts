import { v } from "./config.js";
export const s = `${v} started`;
