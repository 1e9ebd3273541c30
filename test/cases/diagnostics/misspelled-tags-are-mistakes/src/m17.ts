/**
 * Words.
 * @imporstpy { os: "haiku" }
 */
export const a = "evaluated";
