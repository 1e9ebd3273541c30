/**
 * Words.
 * @importspi { os: "haiku" }
 */
export const a = "evaluated";
