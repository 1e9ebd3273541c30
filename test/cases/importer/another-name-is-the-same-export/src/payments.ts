/** @importspy { importer: { module: `src/billing/${string}` } } */
export const pay = () => "paid";
export interface Receipt {
  readonly cents: number;
}
