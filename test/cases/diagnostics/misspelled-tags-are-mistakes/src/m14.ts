/**
 * Words.
 * @import_spy { os: "haiku" }
 */
export const a = "evaluated";
