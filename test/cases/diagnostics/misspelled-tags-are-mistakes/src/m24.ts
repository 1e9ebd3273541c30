/**
 * Words.
 * @import spy { os: "haiku" }
 */
export const a = "evaluated";
