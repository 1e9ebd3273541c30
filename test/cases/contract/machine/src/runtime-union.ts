/** @importspy { runtime: { deno: "^2"; electron: true } | { bun: "^1" } } */
export const ready = true;
