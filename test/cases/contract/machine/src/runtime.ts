/** @importspy { runtime: { node: ">=99"; bun: true } } */
export const ready = true;
