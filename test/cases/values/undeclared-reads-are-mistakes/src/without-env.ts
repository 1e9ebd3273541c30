declare const process: { env: Record<string, string | undefined> };
/** @importspy { os: "linux" } */
export const read = process.env.ANY;
