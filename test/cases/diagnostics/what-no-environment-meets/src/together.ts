/**
 * @importspy { os: "linux" } | { os: "darwin" } | { os: "linux" | "darwin"; arch: "x64" }
 */
export const together = 1;
