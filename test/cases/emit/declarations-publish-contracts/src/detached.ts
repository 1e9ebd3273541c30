export const four = 4;

/**
 * @importspy { os: "linux" }
 * @importspy { os: "darwin" | "win32" }
 */
