/** @importspy { libc: "musl" } */
export * as win from "./win.js";
