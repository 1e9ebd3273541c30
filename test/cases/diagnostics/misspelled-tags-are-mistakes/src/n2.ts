/**
 * @importspy { os: "linux" | "darwin" | "win32" }
 * @importspyy { os: "haiku" }
 */
export const a = "evaluated";
