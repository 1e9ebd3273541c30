/** @importspy { runtime: { node: ">=20" }; env: { GREETING: "hello" | "ciao" } } For the server only. */
console.log("greetings are evaluated");
export const greet = (name: string) => `${process.env.GREETING}, ${name}`;
