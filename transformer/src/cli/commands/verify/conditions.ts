/**
 * The conditions that programs are started with: `node --conditions development`. They decide which file a package's
 * `exports` lead to, and emitted JavaScript does not name them.
 *
 * @module
 */
import path from "node:path";
import { nearestPackage, readPackage } from "./packages.js";

/** What is known of the conditions. */
export interface Conditions {
  /** Those that the user named; `undefined` when any may hold. */
  readonly named: readonly string[] | undefined;
  /** Those that scripts of package.json name, where the user named none. */
  readonly inScripts: ReadonlySet<string>;
}

const OPTION = /(?:^|\s)(?:--conditions(?:=|\s+)|(?<=\bnode\b[^&|;]*\s)-C(?:=|\s*))["']?([\w.-]+)/g;

/**
 * Finds the conditions that may hold.
 *
 * @param option - What was given as `--conditions`.
 * @param starts - Files and folders whose package.json may have scripts that run what was emitted.
 */
export function findConditions(option: readonly string[] | undefined, starts: readonly string[]): Conditions {
  if (option) return { named: option.flatMap((each) => each.split(",")).filter(Boolean), inScripts: new Set() };
  const folders = new Set(starts.flatMap((start) => nearestPackage(start)?.folder ?? []));
  const scripts = [...folders].flatMap((folder) =>
    Object.values(readPackage(path.join(folder, "package.json")).scripts ?? {}),
  );
  const named = scripts.flatMap((script) =>
    typeof script === "string" ? Array.from(script.matchAll(OPTION), ([, name]) => name!) : [],
  );
  return { named: undefined, inScripts: new Set(named) };
}
