/**
 * @importspy {
 *   importer: { module: `src/billing/${string}` } | Legacy<
 *     | "src/web/deleted.ts"
 *     | "src/web/free.ts"
 *     | "src/web/still.ts"
 *     | "src/billing/charge.ts"
 *   >;
 * }
 */
export const charge = (cents: number) => cents;
