/** @importspy { os: "linux" } */
export const a = 1;
