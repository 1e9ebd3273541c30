/** @importspy { importer: { module: "src/billing.ts" } } */
console.log("pay evaluated");
export const pay = 1;
