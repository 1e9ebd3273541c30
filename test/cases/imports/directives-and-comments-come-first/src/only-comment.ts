/** @importspy { os: "linux" | "darwin" | "win32" } */
export {};
