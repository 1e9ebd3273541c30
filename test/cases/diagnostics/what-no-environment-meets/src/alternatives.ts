/**
 * @importspy { os: "linux"; env: { PORT: number & Type<"uint32"> } }
 * @importspy { os: "linux" | "darwin"; env: { PORT: number } }
 * @importspy { os: "win32" } Ask in #windows.
 * @importspy { os: "win32" }
 */
export const alternatives = 1;
