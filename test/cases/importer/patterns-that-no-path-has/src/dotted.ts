/** @importspy { importer: { module: `./src/${string}` | "/src/admitted.ts" } } */
export const a = 1;
