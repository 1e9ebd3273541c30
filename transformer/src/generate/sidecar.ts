import { shapedPackages } from "importspy/dist/artifacts.cjs";
import type { Edge } from "importspy/dist/contract.cjs";
import type { ModuleIdentity } from "../analysis/model.js";
import { hash } from "../artifacts/fingerprint.js";
import { exportsOf, type RuntimeFile } from "../artifacts/runtime.js";
import { type ModuleFormat, SIDECAR_HEADER } from "../artifacts/sidecarNames.js";
import { version } from "../artifacts/version.js";
import type { GeneratedContract } from "./contract.js";
import type { GeneratedLoads } from "./loads.js";

/** What the sidecar of a file holds. */
export interface SidecarContent {
  readonly identity: ModuleIdentity;
  /** The file's own contract. */
  readonly contract: GeneratedContract | undefined;
  /** The module whose contract has errors, for which the file may not be loaded. */
  readonly broken: string | undefined;
  /** Contracts of external modules that the file imports. */
  readonly provided: readonly GeneratedContract[];
  /** What the file loads of contracted modules, in moments that have numbers. */
  readonly moments: readonly (readonly Edge[])[];
  /** The number of the moment in which the sidecar is evaluated. */
  readonly head: number | undefined;
  /** Its module asks who imports it: `importers<C>()`. */
  readonly lists: boolean;
  /** What the file loads by `load<T>()`. */
  readonly loads: GeneratedLoads | undefined;
  /** The file imports a module that does, and says how it is loaded itself. */
  readonly isOffered: boolean;
  /** Some moment is that of a call. */
  readonly hasCalls: boolean;
  /** A contract that the file imports asks for packages, so the runtime must know where the file is. */
  readonly tellsLocation: boolean;
}

/** Files of `importspy` are named by their path: it has no `exports`, which Node.js would take long to look through. */
function importText(format: ModuleFormat, names: readonly string[], file: RuntimeFile): string | undefined {
  if (!names.length) return undefined;
  const list = `{ ${[...names].sort().join(", ")} }`;
  return format === "esm"
    ? `import ${list} from "importspy/dist/${file}.mjs";`
    : `const ${list} = require("importspy/dist/${file}.cjs");`;
}

/**
 * The call that takes a contract to the runtime. The contract is JSON on a line of its own: who wants to know what it
 * asks for parses that line, and runs nothing.
 */
function contractText(name: "enforce" | "provide", contract: GeneratedContract, last: string | undefined): string {
  const { data, uses, validators } = contract;
  const list = validators.length ? `[\n${validators.map((each) => `${each},\n`).join("")}]` : "[]";
  const lines = [JSON.stringify(data), `{ ${uses.join(", ")} }`, list, ...(last === undefined ? [] : [last])];
  return `${name}(\n${lines.map((line) => `${line},\n`).join("")});`;
}

/** The line that says which version wrote a sidecar, and with which text. */
function sealed(lines: readonly (string | undefined)[]): string {
  const text = `${lines.filter((line) => line !== undefined).join("\n")}\n`;
  return `${SIDECAR_HEADER}${version} sha256:${hash(text)}\n${text}`;
}

/** The call that makes the guard. What is known of imports is JSON on lines of their own, as contracts are. */
function guardText(content: SidecarContent, format: ModuleFormat, location: string): string {
  const { identity, contract, moments, hasCalls, tellsLocation } = content;
  const name = format === "esm" ? "guard" : "guardCommonJs";
  const own = contract && JSON.stringify(contract.data.key);
  const third = format === "esm" ? (hasCalls ? "calls" : undefined) : own;
  if (!moments.length && third === undefined) return `${name}();`;
  // A file that imports nothing contracted need not say who it is.
  const importer = moments.length ? JSON.stringify({ module: identity.module, package: identity.package }) : undefined;
  const values = [importer, JSON.stringify(moments), third, tellsLocation ? location : undefined];
  while (values.at(-1) === undefined) values.pop();
  return `${name}(\n${values.map((value) => `${value},\n`).join("")});`;
}

const hasSecrets = ({ data }: GeneratedContract) =>
  data.alternatives.some(({ conditions }) => conditions.some(({ secret }) => secret));

/** What the module's calls of `env<C>()` become calls of. */
function valuesText(contract: GeneratedContract, isEsm: boolean): string {
  const given = [JSON.stringify(contract.data.key), ...(hasSecrets(contract) ? ["hide"] : [])];
  return `${isEsm ? "export const $env" : "exports.$env"} = values(${given.join(", ")});`;
}

/** What validates the exports of packages: in CommonJS at once, in ES modules when the module has imported them. */
function shapedText(key: string, names: readonly string[], isEsm: boolean): string {
  if (isEsm) return `export const $shaped = (packages) => shaped(${JSON.stringify(key)}, packages);`;
  const loads = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`).join(", ");
  return `shaped(${JSON.stringify(key)}, { ${loads} });`;
}

/** How modules are loaded that no build knows; bundlers are not to look for them. */
const IMPORT_MODULE = "(specifier) => import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)";

/** What the file's calls of `load<T>()` become calls of. What they ask for is JSON on a line of its own. */
function loadsText({ module, package: name }: ModuleIdentity, generated: GeneratedLoads, isEsm: boolean): string {
  const { loads, validators } = generated;
  const list = validators.length ? `[\n${validators.map((each) => `${each},\n`).join("")}]` : "[]";
  const location = isEsm ? "import.meta.url" : "__filename";
  const lines = [JSON.stringify({ module, package: name }), JSON.stringify(loads), list, IMPORT_MODULE, location];
  return `${isEsm ? "export const $load" : "exports.$load"} = load(\n${lines.map((line) => `${line},\n`).join("")});`;
}

/**
 * Makes the text of a sidecar: the imports it needs, the file's own contract, and its guard.
 *
 * @param content - What it holds.
 * @param format - ESM or CommonJS, as the file beside it.
 * @param own - How it loads the file beside it.
 * @returns JavaScript, that depends on nothing but the parameters.
 */
export function createSidecar(content: SidecarContent, format: ModuleFormat, own: string): string {
  const { identity, contract, broken, provided, head, hasCalls, lists, loads, isOffered } = content;
  const isEsm = format === "esm";
  const location = isEsm ? "import.meta.url" : "__filename";
  const generated = [...(contract ? [contract] : []), ...provided];
  const guardNames = [
    isEsm ? "guard" : "guardCommonJs",
    ...new Set([...generated, ...(loads ? [loads] : [])].flatMap((each) => each.imports)),
  ];
  if (isEsm && hasCalls) guardNames.push("calls");
  if (contract) guardNames.push("enforce");
  if (broken !== undefined) guardNames.push("block");
  if (provided.length) guardNames.push("provide");
  const isFormat = (name: string) => name.startsWith("_is") && exportsOf("formats").includes(name);
  const formats = guardNames.filter(isFormat);
  const others = guardNames.filter((name) => !formats.includes(name));
  const values = [
    ...new Set(generated.flatMap((each) => each.valueImports)),
    ...(contract?.readsValues ? ["values", ...(hasSecrets(contract) ? ["hide"] : [])] : []),
  ];
  const packages = generated.some((each) => each.asksForPackages) ? ["packageVersion"] : [];
  const packagesOf = contract ? shapedPackages(contract.data) : [];
  const file = JSON.stringify(`${identity.package}/${identity.module}`);
  return sealed([
    isEsm ? undefined : '"use strict";',
    importText(format, others, "guard"),
    importText(format, values, "values"),
    importText(format, [...(lists ? ["importers"] : []), ...(isOffered ? ["offer"] : [])], "importers"),
    importText(format, [...(loads ? ["load"] : []), ...(packagesOf.length ? ["shaped"] : [])], "load"),
    importText(format, formats, "formats"),
    importText(format, packages, "packages"),
    broken === undefined ? undefined : `block(${JSON.stringify(broken)});`,
    contract && contractText("enforce", contract, contract.asksForPackages ? location : undefined),
    packagesOf.length ? shapedText(contract!.data.key, packagesOf, isEsm) : undefined,
    ...provided.map((each) => contractText("provide", each, file)),
    contract?.readsValues ? valuesText(contract, isEsm) : undefined,
    contract && lists
      ? `${isEsm ? "export const $importers" : "exports.$importers"} = importers(${JSON.stringify(contract.data.key)});`
      : undefined,
    loads && loadsText(identity, loads, isEsm),
    isOffered ? `offer(${file}, () => ${isEsm ? "import" : "require"}(${JSON.stringify(own)}));` : undefined,
    `${isEsm ? "export const $importspy" : "exports.$importspy"} = ${guardText(content, format, location)}`,
    head === undefined ? undefined : `$importspy(${head});`,
  ]);
}

/**
 * Makes the text of a further sidecar, which an ES module imports directly before another contracted module.
 *
 * @param sidecar - The specifier of the file's sidecar.
 * @param moment - The number of the moment.
 */
export function createFurtherSidecar(sidecar: string, moment: number): string {
  return sealed([
    `import { $importspy as guard } from ${JSON.stringify(sidecar)};`,
    `export const $importspy = guard(${moment});`,
  ]);
}
