/** @importspy { os: "linux" } */
export const a = 1;
/**
 * Words.
 * @importspy { os: "darwin" }
 */
export const b = 2;
