/** @importspy { env: { TOKEN: string } } */
console.log("config: evaluated");
export const token = "read";
