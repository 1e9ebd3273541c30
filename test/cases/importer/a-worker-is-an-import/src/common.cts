/** @importspy { env: { TOKEN: string } } */
console.log("common: evaluated");
export {};
