/** @importspy { importer: { module: "src/main.ts" } } */
console.log("never evaluated");
export const pay = (cents: number) => `paid ${cents}`;
