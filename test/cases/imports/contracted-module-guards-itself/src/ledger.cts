/** @importspy { env: { TOKEN: Secret } } */
require("./journal.cjs");

console.log("ledger: evaluated");
export const book = () => "booked";
