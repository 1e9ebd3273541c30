/**
 * Ten variables, as a service asks for: those of the README and plain ones. What a guard weighs and costs is measured
 * with them; each further format of typia adds its own expression.
 *
 * @module
 */

/** The members of `env` in a contract. */
export const TEN_VARIABLES = `
 *     DATABASE_URL: string & Format<"uri">;
 *     PORT?: number & Type<"uint32"> & Maximum<65535>;
 *     LOG_LEVEL: "debug" | "info" | "warn";
 *     STRIPE_KEY: Secret;
 *     REGION: "eu" | "us";
 *     DEBUG?: boolean;
 *     MAX_AMOUNT: bigint;
 *     RETRIES: number & Minimum<1>;
 *     QUEUE: string & MinLength<3>;
 *     CURRENCY: "EUR" | "USD";`;

/** An environment that holds them. */
export const ENVIRONMENT = {
  DATABASE_URL: "postgres://localhost/payments",
  PORT: "8080",
  LOG_LEVEL: "info",
  STRIPE_KEY: "t0psecret",
  REGION: "eu",
  DEBUG: "true",
  MAX_AMOUNT: "100000000000000000000",
  RETRIES: "3",
  QUEUE: "payments",
  CURRENCY: "EUR",
};
