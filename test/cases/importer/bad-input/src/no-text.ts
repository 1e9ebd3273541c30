/** @importspy { importer: { module: RegExp; package: 7 } } */
export const a = 1;
