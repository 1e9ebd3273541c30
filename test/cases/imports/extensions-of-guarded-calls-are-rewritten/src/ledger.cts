/** @importspy { env: { TOKEN: string } } */
console.log("ledger: evaluated");
export const cents = 2;
