/**
 * Replaces `./packages.js` where there is no file system (browser, edge).
 *
 * @module
 */
import type { PackageVersionReader } from "./contract.js";

/** No package can be found, so a contract with a condition on one is refused. */
export const packageVersion: PackageVersionReader = () => undefined;
