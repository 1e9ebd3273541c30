/**
 * @importspy { os: "linux" |; env: { A: string, B } }
 */
export const a = 1;
