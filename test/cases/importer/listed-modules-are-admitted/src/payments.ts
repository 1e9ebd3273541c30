/**
 * @importspy {
 *   importer: { module: `src/billing/${string}`; exports: { plugin: true } } | Legacy<
 *     | "src/web/old.ts"
 *     | "src/web/barrel.ts"
 *   >;
 * } Use src/billing.
 */
console.log("payments are evaluated");
export const charge = (cents: number) => cents;
