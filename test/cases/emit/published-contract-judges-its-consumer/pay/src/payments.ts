/**
 * @importspy {
 *   env: { TOKEN: Secret };
 *   importer: { package: "app" };
 * } Ask in #payments.
 */
import { join } from "node:path";

console.log("payments: evaluated");
export const pay = () => join("paid");
