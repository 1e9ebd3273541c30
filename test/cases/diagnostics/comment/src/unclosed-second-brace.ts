/** @importspy { os: "linux" } | { os: "darwin" */
export const a = 1;
