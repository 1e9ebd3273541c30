/** @importspy { importer: { module: "src/index.ts" | `src/billing/${string}` } } */
export const pay = () => "paid";
export interface Receipt {
  readonly cents: number;
}
