/** @ImportSpy */
export interface Contract { os: "haiku" }
export const a = "evaluated";
