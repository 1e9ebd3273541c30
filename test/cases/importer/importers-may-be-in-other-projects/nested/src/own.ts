/** @importspy { importer: { module: `app/${string}` } } */
export const own = 1;
