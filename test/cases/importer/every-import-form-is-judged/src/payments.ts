/** @importspy { importer: { module: `src/billing/${string}` } } Ask in #payments. */
console.log("payments: evaluated");
export const pay = () => "paid";
export interface Receipt {
  readonly cents: number;
}
