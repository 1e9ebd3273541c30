// @ts-ignore
/** @importspy { os: Nope } */
export const a = 1;
