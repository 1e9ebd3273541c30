/** @importspy */
type Deployment = { os: "linux" | "darwin" | "win32" };
export const three = 3;
