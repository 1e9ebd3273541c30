declare const process: { env: Record<string, string> };
console.log("environment: begins");
process.env.TOKEN = await Promise.resolve("t");
export const ready = true;
