import { BundlerError } from "./errors.js";
import { messageText } from "./texts.js";

/**
 * Stops a build by a bundler that lacks what guards need.
 *
 * @param name - The bundler.
 * @param found - Its version; `undefined` where it is too old to tell.
 * @param needed - The first version that has all.
 * @throws BundlerError when it is older.
 */
export function requireVersion(name: string, found: string | undefined, needed: string): void {
  if (found !== undefined && found.localeCompare(needed, "en", { numeric: true }) >= 0) return;
  throw new BundlerError(messageText("hostTooOld", name, needed, found ?? "older"));
}
