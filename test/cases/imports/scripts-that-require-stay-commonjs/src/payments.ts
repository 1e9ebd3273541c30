/** @importspy { env: { TOKEN: string } } */
console.log("payments: evaluated");
export = { cents: 1 };
