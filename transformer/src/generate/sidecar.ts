import { createHash } from "node:crypto";
import type { ModuleIdentity } from "../model.js";
import { exportsOf, type RuntimeFile } from "../runtime.js";
import { version } from "../version.js";
import type { GeneratedContract } from "./contract.js";

/** Kinds of modules that sidecars are written as. */
export type ModuleFormat = "esm" | "cjs";

/** An import of a contracted module, as a guard tells it to the runtime. */
export interface Edge {
  readonly key: string;
  readonly line: number;
}

/** What the sidecar of a file holds. */
export interface SidecarContent {
  readonly identity: ModuleIdentity;
  /** The file's own contract. */
  readonly contract: GeneratedContract | undefined;
  /** The module whose contract has errors, for which the file may not be loaded. */
  readonly broken: string | undefined;
  /** Contracts that the file imports of modules that somebody else wrote. */
  readonly provided: readonly GeneratedContract[];
  readonly imports: readonly Edge[];
  readonly calls: readonly Edge[];
  /** A contract that the file imports asks for packages, so the runtime must know where the file is. */
  readonly tellsLocation: boolean;
}

/** First line of every sidecar. `verify` and the removal of stale sidecars go by it. */
export const SIDECAR_HEADER = "// importspy ";

/** The specifier of a sidecar, seen from the emitted file that it stands beside: `x.js` → `x.importspy.js`. */
export function sidecarNameOf(emittedName: string): string {
  return emittedName.replace(/\.([cm]?jsx?)$/, (_, extension: string) => `.importspy.${extension.replace("x", "")}`);
}

/**
 * How a file beside a sidecar imports it. The specifiers of ES modules are URLs, in which `#`, `?` and `%` mean
 * something and line breaks are left out; those of `require()` are paths.
 *
 * @param sidecarName - The sidecar's file name.
 * @param format - What the importing file is.
 */
export function specifierOfSidecar(sidecarName: string, format: ModuleFormat): string {
  return `./${format === "esm" ? sidecarName.replace(/[%#?\t\n\r]/g, encodeURIComponent) : sidecarName}`;
}

/** Whether a file is a sidecar, by its name. */
export function isSidecarName(fileName: string): boolean {
  return /\.importspy\.[cm]?js$/.test(fileName);
}

/** Files of `importspy` are named by their path: it has no `exports`, which Node.js would take long to look through. */
function importText(format: ModuleFormat, names: readonly string[], file: RuntimeFile): string | undefined {
  if (!names.length) return undefined;
  const list = `{ ${[...names].sort().join(", ")} }`;
  return format === "esm"
    ? `import ${list} from "importspy/dist/${file}.mjs";`
    : `const ${list} = require("importspy/dist/${file}.cjs");`;
}

function edgesText(edges: readonly Edge[]): string {
  return `[${edges.map(({ key, line }) => `[${JSON.stringify(key)}, ${line}]`).join(", ")}]`;
}

/**
 * The call that takes a contract to the runtime. The contract is JSON on a line of its own: who wants to know what it
 * asks for parses that line, and runs nothing.
 */
function contractText(name: "enforce" | "provide", contract: GeneratedContract, location: string | undefined): string {
  const { data, uses, validators, asksForPackages } = contract;
  const list = validators.length ? `[\n${validators.map((each) => `${each},\n`).join("")}]` : "[]";
  const lines = [
    JSON.stringify(data),
    `{ ${uses.join(", ")} }`,
    list,
    ...(asksForPackages && location ? [location] : []),
  ];
  return `${name}(\n${lines.map((line) => `${line},\n`).join("")});`;
}

/**
 * Makes the text of a sidecar: the imports it needs, the file's own contract, and the announcement of its imports.
 *
 * @param content - What it holds.
 * @param format - ESM or CommonJS, as the file beside it.
 * @returns JavaScript, that depends on nothing but the parameters.
 */
export function createSidecar(content: SidecarContent, format: ModuleFormat): string {
  const { identity, contract, broken, provided, imports, calls, tellsLocation } = content;
  const location = format === "esm" ? "import.meta.url" : "__filename";
  const generated = [...(contract ? [contract] : []), ...provided];
  const guardNames = ["guard", ...new Set(generated.flatMap((each) => each.imports))];
  if (contract) guardNames.push("enforce");
  if (broken !== undefined) guardNames.push("block");
  if (provided.length) guardNames.push("provide");
  const isFormat = (name: string) => name.startsWith("_is") && exportsOf("formats").includes(name);
  const formats = guardNames.filter(isFormat);
  const packages = generated.some((each) => each.asksForPackages) ? ["packageVersion"] : [];
  const importer = [
    `module: ${JSON.stringify(identity.module)}`,
    `package: ${JSON.stringify(identity.package)}`,
    ...(tellsLocation ? [`location: ${location}`] : []),
  ];
  // Who imports nothing contracted need not say who it is.
  const edges = calls.length ? [imports, calls] : imports.length ? [imports] : [];
  const identified = edges.length ? [`{ ${importer.join(", ")} }`, ...edges.map(edgesText)] : [];
  const guardCall = `guard(${identified.join(", ")})`;
  const body = [
    format === "cjs" ? '"use strict";' : undefined,
    importText(
      format,
      guardNames.filter((name) => !formats.includes(name)),
      "guard",
    ),
    importText(format, formats, "formats"),
    importText(format, packages, "packages"),
    broken === undefined ? undefined : `block(${JSON.stringify(broken)});`,
    contract && contractText("enforce", contract, location),
    ...provided.map((each) => contractText("provide", each, undefined)),
    format === "esm" ? `export const $importspy = ${guardCall};` : `exports.$importspy = ${guardCall};`,
  ];
  const text = `${body.filter((part) => part !== undefined).join("\n")}\n`;
  return `${SIDECAR_HEADER}${version} sha256:${hash(text)}\n${text}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * What tells one state of a file's guard from another, for the compiler's incremental bookkeeping.
 *
 * @param content - What the file's sidecar holds, if it has one.
 * @param others - Whatever else the file's output or diagnostics depend on, that is in other files.
 */
export function fingerprint(content: SidecarContent | undefined, others: readonly string[]): string {
  return hash(JSON.stringify([version, content, others])).slice(0, 16);
}
