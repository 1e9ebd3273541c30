/** @importspy { os: "win32" } */
export const registry = "HKLM";
export interface Key { path: string }
