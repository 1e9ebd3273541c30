/** @importspy { env: { LANGUAGE: "en" | "it" }; runtime: { node: ">=22.18" } } Set LANGUAGE. */
const words = { en: "hello", it: "ciao" };

console.log("greeting.ts is evaluated");

export const greet = (): string => words[process.env.LANGUAGE as keyof typeof words];
