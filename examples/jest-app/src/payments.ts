/**
 * @importspy { env: { STRIPE_KEY: Secret } } The key is in the vault.
 * @importspy { env: { NODE_ENV: "test" }; importer: { module: `src/${string}.test` | `src/${string}.test.ts` } }
 */
export const charge = (cents: number): string => `charged ${cents} cents`;
