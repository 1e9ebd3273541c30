/** @importspy { importer: { module: `src/billing/${string}` } } Ask in #billing. */
export const pay = true;
