/** @importspy { runtime: { node: ">=99"; electron: true } } */
export const ready = true;
