/** @importspy { importer: { module: "src/admitted.ts" } } */
export const db = "db";
