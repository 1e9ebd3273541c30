/**
 * Words.
 * @IMPORTSPY { os: "haiku" }
 */
export const a = "evaluated";
