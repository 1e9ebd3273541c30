/** @importspy { os: "haiku" } */
export const ready = true;
