/** @importspy { importer: { module: `src/billing/${string}` | `src/web/${string}` } } Anybody here, but payments say more. */
export { pay } from "../payments.js";
export const own = 1;
