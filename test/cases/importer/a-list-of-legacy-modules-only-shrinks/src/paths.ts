/** @importspy { importer: { module: "src/web/still.ts" } | Legacy<"./src/web/free.ts"> } */
export const charge = (cents: number) => cents;
