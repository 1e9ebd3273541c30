/** @importspy { runtime: { node: ">=99"; electron: true } | { bun: "^1" } } */
export const ready = true;
