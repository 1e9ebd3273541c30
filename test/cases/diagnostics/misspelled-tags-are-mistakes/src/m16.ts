/**
 * Words.
 * @importspys { os: "haiku" }
 */
export const a = "evaluated";
