/** @importspy { importer: { module: `src/billing/${string}` } } */
console.log("payments: evaluated");
export const pay = () => "paid";
