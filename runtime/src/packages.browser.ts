/**
 * Stands in for `./packages.js` where there is no file system (browser, edge).
 *
 * @module
 */
import type { PackageVersionReader } from "./contract.js";

/** No package can be found: a contract that asks for one is refused. */
export const packageVersion: PackageVersionReader = () => undefined;
