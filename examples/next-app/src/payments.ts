/**
 * Card payments. `next build` evaluates the modules of pages, where no secrets are: an alternative says so.
 *
 * @importspy { runtime: { node: ">=20" }; env: { STRIPE_KEY: Secret } } Ask in #payments for a key.
 * @importspy { runtime: { node: ">=20" }; env: { NEXT_PHASE: "phase-production-build" } }
 */
console.log("payments is evaluated");

export function charge(cents: number): string {
  return `charged ${cents} cents`;
}
