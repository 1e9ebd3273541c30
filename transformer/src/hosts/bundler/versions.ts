import { BundlerError } from "./errors.js";
import { messageText } from "./texts.js";

/** Compares numbers; rules of a language, which `localeCompare` has, take 5 ms to load. */
function isAtLeast(found: string, needed: string): boolean {
  const [have, want] = [found, needed].map((each) => each.split(/[.-]/).map(Number)) as [number[], number[]];
  const index = want.findIndex((part, place) => part !== have[place]);
  return index < 0 || have[index]! > want[index]!;
}

/**
 * Stops a build by a bundler that lacks what guards need.
 *
 * @param name - The bundler.
 * @param found - Its version; `undefined` where it is too old to tell.
 * @param needed - The first version that has all.
 * @throws BundlerError when it is older.
 */
export function requireVersion(name: string, found: string | undefined, needed: string): void {
  if (found !== undefined && isAtLeast(found, needed)) return;
  throw new BundlerError(messageText("hostTooOld", name, needed, found ?? "older"));
}
