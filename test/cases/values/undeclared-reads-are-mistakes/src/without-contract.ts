declare const process: { env: Record<string, string | undefined> };
export const read = process.env.ANY;
