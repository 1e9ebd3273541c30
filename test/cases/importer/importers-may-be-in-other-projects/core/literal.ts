/** @importspy { importer: { module: "app/main.ts" } } */
export const literal = 1;
