/** @importspy { runtime: { node: "<20" } } */
export const old = 1;
