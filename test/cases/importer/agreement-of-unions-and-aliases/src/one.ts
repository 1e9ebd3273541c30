/** @importspy { runtime: { node: ">=22" } | { bun: true }; packages: { pg: "^7.2" } } */
export const one = 1;
