/**
 * Words.
 * @inportspi { os: "haiku" }
 */
export const a = "evaluated";
