/** @importspy { runtime: { workerd: true } | { bun: ">=1" } } */
export const worker = 1;
