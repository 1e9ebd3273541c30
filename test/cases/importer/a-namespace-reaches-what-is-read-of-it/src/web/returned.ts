import * as core from "../index.js";
export const get = () => core;
