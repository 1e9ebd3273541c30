/** @importspy { os: "linux" } */
/** @importSpy { os: "haiku" } */
export const a = "evaluated";
