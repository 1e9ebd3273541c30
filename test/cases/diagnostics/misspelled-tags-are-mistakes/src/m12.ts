/**
 * Words.
 * @ImportSpy { os: "haiku" }
 */
export const a = "evaluated";
