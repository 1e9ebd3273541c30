/**
 * Words.
 * @importSpy { os: "haiku" }
 */
export const a = "evaluated";
