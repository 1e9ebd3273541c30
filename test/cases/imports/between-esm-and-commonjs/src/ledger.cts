/** @importspy { env: { TOKEN: Secret } } */
console.log("ledger: evaluated");
export const book = () => "booked";
