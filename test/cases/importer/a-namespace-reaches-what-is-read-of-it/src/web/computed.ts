import * as core from "../index.js";
export const get = (name: keyof typeof core) => core[name];
