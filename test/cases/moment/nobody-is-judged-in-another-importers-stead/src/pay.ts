/** @importspy { importer: { module: `src/ok/${string}` | "src/ok.ts" } } */
console.log("pay: evaluated");
export const charge = 1;
