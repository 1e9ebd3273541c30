/** @importspy { runtime: { node: ">=22" } | { electron: true } } */
import "./old.js";
import "./worker.js";
export const runtimes = 1;
