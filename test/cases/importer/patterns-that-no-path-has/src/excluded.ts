/** @importspy { importer: { module: `src/${string}` & Not<"src/internal/**"> } } */
export const a = 1;
