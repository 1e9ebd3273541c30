/** @importspy { importer: { module: "src/" } }
 * @importspy { importer: { module: "src/admitted" } } */
export const a = 1;
