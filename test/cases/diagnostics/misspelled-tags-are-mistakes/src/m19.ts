/**
 * Words.
 * @importspy: { os: "haiku" }
 */
export const a = "evaluated";
