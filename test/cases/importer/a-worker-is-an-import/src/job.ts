/** @importspy { env: { TOKEN: string } } */
console.log("job: evaluated");
export {};
