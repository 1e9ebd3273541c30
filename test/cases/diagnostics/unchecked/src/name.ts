// @ts-nocheck
/** @importspy { env: { A: Nope; B: string & Format<"urii"> } } */
export const a = 1;
