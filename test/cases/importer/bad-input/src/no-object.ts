/** @importspy { importer: "src/main.ts" } */
export const a = 1;
