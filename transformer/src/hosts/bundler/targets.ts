/**
 * What a build knows of where its output will run, against what contracts ask for.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { readSidecar, UnreadableSidecar } from "importspy/dist/artifacts.cjs";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import { version } from "../../artifacts/version.js";
import { BundlerError, type BundlerProblem } from "./errors.js";
import type { LoadedSidecar } from "./guards.js";
import type { InlinedVariables } from "./inlined.js";
import type { BundlerOptions } from "./options.js";
import { messageText } from "./texts.js";

/** Contracts as sidecars have them. */
type Sidecar = ReturnType<typeof readSidecar>;
type Contract = NonNullable<Sidecar["contract"]>["data"];
type Condition = Contract["alternatives"][number]["conditions"][number];

/** Where the output of a build will run. */
export interface Target {
  /** For people: `a browser`. */
  readonly name: string;
  /** The runtimes that may be there, by the names that contracts have for them. */
  readonly runtimes: readonly string[];
}

const NAMES: Readonly<Record<string, string>> = {
  node: "Node.js",
  bun: "Bun",
  deno: "Deno",
  workerd: "workerd",
  "edge-light": "an edge runtime",
  electron: "Electron",
  browser: "a browser",
};

const targetFor = (...runtimes: readonly string[]): Target => ({
  name: runtimes.map((each) => NAMES[each]).join(" or "),
  runtimes,
});

/** Pages, and what runs for them. */
export const BROWSER = targetFor("browser");

/** The scope of a worker: of a browser, or of an edge runtime. */
export const WORKER: Target = { name: "a worker", runtimes: ["browser", "workerd", "edge-light"] };

/** Conditions of package.json files that name a runtime: https://runtime-keys.proposal.wintercg.org/ */
const RUNTIME_CONDITIONS = ["workerd", "edge-light", "deno", "bun"];

/**
 * The runtime that a bundler's conditions are of.
 *
 * @param conditions - The conditions that it resolves packages with.
 * @returns `undefined` where they are of none, or of any.
 */
export function targetOfConditions(conditions: readonly string[]): Target | undefined {
  const runtime = RUNTIME_CONDITIONS.find((each) => conditions.includes(each));
  if (runtime !== undefined) return targetFor(runtime);
  return conditions.includes("worker") ? WORKER : undefined;
}

/**
 * Where the output will run.
 *
 * @param options - What the user said, which counts.
 * @param known - What the bundler knows.
 * @throws BundlerError when the user names what is not a runtime.
 */
export function targetOf({ target }: BundlerOptions, known: Target | undefined): Target | undefined {
  if (target === undefined) return known;
  if (target === "any") return undefined;
  const runtimes = typeof target === "string" ? [target] : target;
  const unknown = runtimes.find((each) => !Object.hasOwn(NAMES, each));
  if (unknown === undefined && runtimes.length) return targetFor(...runtimes);
  const names = Object.keys(NAMES).map((each) => `"${each}"`);
  throw new BundlerError(
    `importspy({ target }) takes ${names.join(", ")}, a list of these, or "any", not ${JSON.stringify(unknown ?? [])}.`,
  );
}

/** What only a machine has: guards in a browser find none of it. */
const OF_MACHINES = /^(?:os|arch|libc|memory|packages\..*)$/;

/** Whether a condition can hold there, as far as it is about the runtime, or about what a browser never has. */
function holdsIn({ runtimes }: Target) {
  const isBrowser = runtimes.every((each) => each === "browser");
  const holds = ({ path, optional, oneOf }: Condition): boolean => {
    if (oneOf) return oneOf.some((member) => member.every(holds));
    if (optional === true) return true;
    if (isBrowser && OF_MACHINES.test(path)) return false;
    return !path.startsWith("runtime.") || runtimes.includes(path.slice("runtime.".length));
  };
  return holds;
}

/** `node >=20.11`, `os "linux"`, `package pg ^8` */
function nameOf({ path, expected, literals = [] }: Condition): string {
  const words = expected ?? literals.map((each) => JSON.stringify(each)).join(" | ");
  return [path.replace(/^runtime\.?/, "").replace(/^packages\./, "package "), words].filter(Boolean).join(" ");
}

/** What each alternative asks for that is not there. */
function neverThere({ alternatives }: Contract, target: Target): string | undefined {
  const holds = holdsIn(target);
  const refusing = alternatives.map(({ conditions, packages = [] }) =>
    [...conditions, ...packages].find((each) => !holds(each)),
  );
  if (refusing.includes(undefined)) return undefined;
  return [...new Set(refusing.map((each) => nameOf(each!)))].join(" or ");
}

/** The first variable that every environment of the contract's only alternative must have, and that nothing puts in. */
function missingVariable({ alternatives }: Contract, { isPutIn }: InlinedVariables): string | undefined {
  if (alternatives.length > 1) return undefined;
  const names = alternatives[0]!.conditions
    // A default is a text in the contract: it needs no environment.
    .filter(({ path, optional, default: fallback }) => path.startsWith("env.") && !optional && fallback === undefined)
    .map(({ path }) => path.slice("env.".length));
  return names.find((name) => !isPutIn(name));
}

/** A package may have been built with another version of importspy: its guards judge as they are. */
function read(text: string): Sidecar | undefined {
  try {
    return readSidecar(text, version);
  } catch (error) {
    if (error instanceof UnreadableSidecar) return undefined;
    throw error;
  }
}

/**
 * Finds why a module can never be loaded where a build will run: by its own contract, or by that of an external module
 * that it imports.
 *
 * @param sidecar - Its sidecar.
 * @param target - Where that is.
 * @param variables - How code there reads variables.
 * @param way - The files that lead to it, the entry first, for people.
 */
export function problemInTarget(
  { file, text }: LoadedSidecar,
  target: Target,
  variables: InlinedVariables | undefined,
  way: () => readonly string[],
): BundlerProblem | undefined {
  const { contract, provided, moments } = read(text) ?? { contract: undefined, provided: [], moments: [] };
  const needsVariables = target.runtimes.length === 1 && target.runtimes[0] === "browser";
  for (const { data } of [...(contract ? [contract] : []), ...provided]) {
    const { module } = data;
    const asked = neverThere(data, target);
    const missing = asked === undefined && needsVariables && variables ? missingVariable(data, variables) : undefined;
    if (asked === undefined && missing === undefined) continue;
    const route = way().join(" → ");
    const message =
      asked === undefined
        ? messageText("variableNotInlined", module, missing!, variables!.where, route)
        : messageText("neverInTarget", module, target.name, asked, route);
    // The contract's own line, or that of the import which needs it.
    const line =
      data === contract?.data ? data.line : moments.flat().find(([name]) => name === `${data.package}/${module}`)?.[2];
    const row = isSidecarName(file) ? 1 : (line ?? 1);
    const source = readFileSync(file, "utf8").split(/\r\n|\n|\r/)[row - 1] ?? "";
    return { text: message, file, line: row, column: 0, length: source.length, frame: `${row} | ${source}` };
  }
  return undefined;
}
