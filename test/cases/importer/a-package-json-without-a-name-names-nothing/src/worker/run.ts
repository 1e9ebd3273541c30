import { v } from "./config.js";
export const w = `${v} runs`;
