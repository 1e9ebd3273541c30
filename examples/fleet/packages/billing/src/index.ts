/**
 * Charges customers.
 *
 * @importspy {
 *   env: { STRIPE_KEY: Secret };
 *   importer: { package: "@fleet/api"; module: "src/main.ts" };
 * } Only the API charges. Ask in #payments.
 */
import { REGION } from "@fleet/config";

console.log("billing is evaluated");

export const charge = (cents: number): string => `charged ${cents} cents in ${REGION}`;
