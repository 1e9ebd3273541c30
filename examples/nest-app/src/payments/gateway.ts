/**
 * The payment provider.
 *
 * @importspy {
 *   runtime: { node: ">=20" };
 *   env: { STRIPE_KEY: Secret };
 *   importer: { module: `src/payments/${string}` };
 * } Inject PaymentsService instead of importing this.
 */
console.log("gateway.ts is evaluated");

export const gateway = {
  charge: (cents: number) => `charged ${cents} cents`,
};
