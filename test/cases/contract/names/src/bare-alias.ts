/** @importspy */
type Contract = { env: { TOKEN: string } } | { env: { DEPTH: 1 | 2 } };
export const ready: Contract | undefined = undefined;
