/** @importspy { importer: { module: "src/main.ts" }; env: { KEY: Secret } } Ask the desk. */
console.log("pay: evaluated");
export const pay = (cents: number) => `paid ${cents}`;
