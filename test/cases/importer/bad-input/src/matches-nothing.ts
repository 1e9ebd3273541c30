/** @importspy { importer: { module: `src/biling/${string}` } } */
export const a = 1;
