interface Billing<Key extends string> {
  env: { BILLING_KEY: Key };
}
/**
 * @importspy Billing<"a" | "b"> & { os: "linux" } Ask <someone> first.
 */
export const generic = {} as Billing<"a">;
