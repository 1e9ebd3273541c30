/**
 * Card payments.
 *
 * @importspy {
 *   os: "linux" | "darwin" | "win32";
 *   runtime: { node: ">=20" };
 *   env: {
 *     DATABASE_URL: string & Format<"uri">;
 *     PORT?: number & Type<"uint32"> & Maximum<65535>;
 *     LOG_LEVEL: Level;
 *     STRIPE_KEY: Secret;
 *   };
 *   packages: { semver: "^7.8" };
 * } Ask in #payments for access before you import this.
 */

import { connect } from "./database.js";
import type { Level } from "./levels.js";

console.log("payments: evaluated");

export async function charge(cents: number): Promise<string> {
  return `charged ${cents} cents through ${connect()}`;
}
