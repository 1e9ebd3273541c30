import * as core from "../index.js";
export const all = { ...core };
