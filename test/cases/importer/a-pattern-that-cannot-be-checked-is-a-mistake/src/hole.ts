/** @importspy { importer: { module: `src/${Lowercase<string>}` } } */
export const hole = 1;
