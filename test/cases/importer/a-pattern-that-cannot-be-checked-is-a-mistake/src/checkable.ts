/** @importspy { importer: { module: `src/${bigint}/${number}.ts` | `src/${"web" | "api"}/${string}` } } */
export const checkable = 1;
