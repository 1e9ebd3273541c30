/**
 * @importspy { importer: { module: `src/billing/${string}` & Not<`${string}.test.ts`> } } Ask in #payments.
 */
console.log("payments: evaluated");
export const pay = () => "paid";
export interface Receipt {
  cents: number;
}
