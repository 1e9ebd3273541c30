import type { Env } from "./types.js";

/**
 * Gives the validated variables of this module's contract, frozen. The compiler plugin replaces each call.
 *
 * @typeParam C - The contract of the module with this call, by name.
 * @returns The variables of the alternative that admitted; secrets are {@link Hidden}.
 * @throws Error when importspy did not compile the file.
 * @example
 * ```ts
 * /** @importspy *\/
 * export interface Contract {
 *   env: { PORT: number & Maximum<65535> & Default<3000>; STRIPE_KEY: Secret };
 * }
 * const { PORT, STRIPE_KEY } = env<Contract>(); // number, Hidden<string>
 * ```
 */
export function env<C>(): Env<C> {
  throw new Error(
    "env<…>() has no values: importspy did not compile the file that calls it, or did not find the call there; build the file with importspy",
  );
}
