import "./win.js";
/** @importspy { libc: "glibc"; os?: "linux" } */
export const direct = 1;
