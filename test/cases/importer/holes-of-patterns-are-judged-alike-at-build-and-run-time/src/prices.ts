/** @importspy { importer: { module: `src/step-${number}.ts` } } Only steps may import this. */
export const price = 5;
