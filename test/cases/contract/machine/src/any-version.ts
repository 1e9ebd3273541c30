/** @importspy { runtime: { node: true; bun?: "^1" } | { "edge-light": true } } */
export const ready = true;
