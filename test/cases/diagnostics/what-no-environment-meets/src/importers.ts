/**
 * @importspy { importer: { exports: { name: "a" } & { name: "b" } } }
 * @importspy { os: "linux"; importer: { exports: never } }
 */
export const importers = 1;
