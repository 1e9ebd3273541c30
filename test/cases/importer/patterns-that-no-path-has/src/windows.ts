/** @importspy { importer: { module: `src\\billing\\${string}` } } */
export const a = 1;
