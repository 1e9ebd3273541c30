/**
 * Card payments.
 *
 * @importspy {Contract} Ask in #payments for access before you import this.
 */
import { env, type Format, type Maximum, type Secret, type Type } from "importspy";
import { Pool } from "pg";
import type { Level } from "./levels.js";

interface Contract {
  os: "linux" | "darwin" | "win32";
  arch: "x64" | "arm64";
  runtime: { node: ">=20.11" };
  env: {
    DATABASE_URL: string & Format<"uri">;
    PORT?: number & Type<"uint32"> & Maximum<65535>;
    LOG_LEVEL: Level;
    STRIPE_KEY: Secret;
  };
  packages: { pg: "^8.11" };
  importer: { module: `src/${"main" | "billing/"}${string}` };
}

console.log("payments.ts is evaluated");
const { DATABASE_URL } = env<Contract>();
const pool = new Pool({ connectionString: DATABASE_URL });

/** Charges a card. */
export async function charge(cents: number): Promise<string> {
  return `charged ${cents} cents, ${pool.totalCount} connections open`;
}
