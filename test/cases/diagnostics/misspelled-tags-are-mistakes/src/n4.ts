/** @importspy: { os: "haiku" } */
export interface Contract { os: "haiku" }
export const a = "evaluated";
