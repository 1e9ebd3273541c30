/** @importspy { os: Nope; env: { A: symbol } } */
export const a = 1;
