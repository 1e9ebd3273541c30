declare const process: { env: Record<string, string | undefined> };
/** @importspy { env: { A: string } | { B: string } } */
export const read = [process.env.A, process.env.B, process.env.C];
