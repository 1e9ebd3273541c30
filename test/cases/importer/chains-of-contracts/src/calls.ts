/** @importspy { os: "linux"; env: { MODE: "server" } } */
export const { registry } = await import("./win.js");
export const later = () => import("./deep.js");
export const client = () => import("./client.js");
