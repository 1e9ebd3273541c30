/** @importspy { os: "linux" } | { os: "darwin"; env: { NEVER: "set" } } | { os: "win32" } */
import "./dispatch.js";
export const either = 1;
