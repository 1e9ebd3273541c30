/** @importspy { importer: { path: "src/main.ts" } } */
export const a = 1;
