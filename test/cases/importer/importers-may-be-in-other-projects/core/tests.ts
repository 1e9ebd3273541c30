/** @importspy { importer: { module: `${string}.test.ts` } } */
export const tests = 1;
