/** @importspy { env: { TOKEN: Secret } } */
console.log("ledger: evaluated");
exports.book = () => "booked";
