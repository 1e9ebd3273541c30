/** @importspy { importer: { module: `src/billing/${string}` | "src/index.ts" | "src/all.ts" | "src/default.ts" | "src/copy.ts" | "src/spaces.ts" } } Ask in #payments. */
export const pay = () => "paid";
export type Cents = number;
