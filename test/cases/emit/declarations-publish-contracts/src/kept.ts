/** @importspy { os: "linux" | "darwin" | "win32" } */
export const kept = 1;
