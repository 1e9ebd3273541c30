import * as core from "../index.js";
export const some = process.argv.length ? core : undefined;
