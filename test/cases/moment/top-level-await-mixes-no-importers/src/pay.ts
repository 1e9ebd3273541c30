/** @importspy { importer: { module: `src/ok/${string}` } } */
console.log("pay: begins");
await Promise.resolve();
console.log("pay: evaluated");
export const pay = 1;
