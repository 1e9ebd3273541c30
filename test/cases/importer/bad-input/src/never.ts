/** @importspy { importer: { module: never } } */
export const a = 1;
