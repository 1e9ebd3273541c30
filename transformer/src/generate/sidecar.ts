import { shapedPackages } from "importspy/dist/artifacts.cjs";
import type { Edge } from "importspy/dist/contract.cjs";
import type { ModuleIdentity } from "../analysis/model.js";
import { hash } from "../artifacts/fingerprint.js";
import { exportsOf, type RuntimeFile } from "../artifacts/runtime.js";
import { type ModuleFormat, SIDECAR_HEADER } from "../artifacts/sidecarNames.js";
import { version } from "../artifacts/version.js";
import type { GeneratedContract } from "./contract.js";
import type { GeneratedLoads } from "./loads.js";

/** The content of a file's sidecar. */
export interface SidecarContent {
  readonly identity: ModuleIdentity;
  /** The file's own contract. */
  readonly contract: GeneratedContract | undefined;
  /** The module whose contract has errors. The sidecar then refuses to load the file. */
  readonly broken: string | undefined;
  /** Contracts of external modules that the file imports. */
  readonly provided: readonly GeneratedContract[];
  /** The contracted modules that the file loads, by moment. A moment is a place in the file where the guard asks. */
  readonly moments: readonly (readonly Edge[])[];
  /** The moment at which the sidecar itself is evaluated. */
  readonly head: number | undefined;
  /** The module calls `importers<C>()`. */
  readonly lists: boolean;
  /** The file's calls of `load<T>()`. */
  readonly loads: GeneratedLoads | undefined;
  /** The file imports a module that calls `importers<C>()`, so its sidecar tells how to load the file. */
  readonly isOffered: boolean;
  /** Whether one of the moments is a call. */
  readonly hasCalls: boolean;
  /** A contract that the file imports has `packages`, so the runtime needs the file's location. */
  readonly tellsLocation: boolean;
}

/**
 * An import of `importspy`. It names a file by its path, because `importspy` has no `exports` field: Node.js needs longer
 * to resolve a package that has one.
 */
function importText(format: ModuleFormat, names: readonly string[], file: RuntimeFile): string | undefined {
  if (!names.length) return undefined;
  const list = `{ ${[...names].sort().join(", ")} }`;
  return format === "esm"
    ? `import ${list} from "importspy/dist/${file}.mjs";`
    : `const ${list} = require("importspy/dist/${file}.cjs");`;
}

/**
 * The call that passes a contract to the runtime. The contract is JSON on a line of its own, so that tools can read it
 * without running the sidecar.
 */
function contractText(name: "enforce" | "provide", contract: GeneratedContract, last: string | undefined): string {
  const { data, uses, validators } = contract;
  const list = validators.length ? `[\n${validators.map((each) => `${each},\n`).join("")}]` : "[]";
  const lines = [JSON.stringify(data), `{ ${uses.join(", ")} }`, list, ...(last === undefined ? [] : [last])];
  return `${name}(\n${lines.map((line) => `${line},\n`).join("")});`;
}

/** Adds the first line of a sidecar: the version that wrote it, and the hash of its text. */
function sealed(lines: readonly (string | undefined)[]): string {
  const text = `${lines.filter((line) => line !== undefined).join("\n")}\n`;
  return `${SIDECAR_HEADER}${version} sha256:${hash(text)}\n${text}`;
}

/** The call that creates the guard. The data of the imports is JSON on lines of its own. */
function guardText(content: SidecarContent, format: ModuleFormat, location: string): string {
  const { identity, contract, moments, hasCalls, tellsLocation } = content;
  const name = format === "esm" ? "guard" : "guardCommonJs";
  const own = contract && JSON.stringify(contract.data.key);
  const third = format === "esm" ? (hasCalls ? "calls" : undefined) : own;
  if (!moments.length && third === undefined) return `${name}();`;
  // A file that imports no contracted module need not pass its identity.
  const importer = moments.length ? JSON.stringify({ module: identity.module, package: identity.package }) : undefined;
  const values = [importer, JSON.stringify(moments), third, tellsLocation ? location : undefined];
  while (values.at(-1) === undefined) values.pop();
  return `${name}(\n${values.map((value) => `${value},\n`).join("")});`;
}

const hasSecrets = ({ data }: GeneratedContract) =>
  data.alternatives.some(({ conditions }) => conditions.some(({ secret }) => secret));

/** The export that replaces the module's `env<C>()` calls. */
function valuesText(contract: GeneratedContract, isEsm: boolean): string {
  const given = [JSON.stringify(contract.data.key), ...(hasSecrets(contract) ? ["hide"] : [])];
  return `${isEsm ? "export const $env" : "exports.$env"} = values(${given.join(", ")});`;
}

/**
 * The check of package exports. A CommonJS sidecar loads the packages itself. In ESM, the module passes its imports.
 */
function shapedText(key: string, names: readonly string[], isEsm: boolean): string {
  if (isEsm) return `export const $shaped = (packages) => shaped(${JSON.stringify(key)}, packages);`;
  const loads = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`).join(", ");
  return `shaped(${JSON.stringify(key)}, { ${loads} });`;
}

/** The call that keeps a loaded CommonJS module from files that no guard has registered. */
const restrictText = (key: string, own: string) =>
  `restrict(${JSON.stringify(key)}, ${JSON.stringify(own)}, module, exports);`;

/** Loads a module whose specifier is not known at build time. The comments tell bundlers to leave it as it is. */
const IMPORT_MODULE = "(specifier) => import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)";

/** The export that replaces the file's `load<T>()` calls. Its data is JSON on a line of its own. */
function loadsText({ module, package: name }: ModuleIdentity, generated: GeneratedLoads, isEsm: boolean): string {
  const { loads, validators } = generated;
  const list = validators.length ? `[\n${validators.map((each) => `${each},\n`).join("")}]` : "[]";
  const location = isEsm ? "import.meta.url" : "__filename";
  const lines = [JSON.stringify({ module, package: name }), JSON.stringify(loads), list, IMPORT_MODULE, location];
  return `${isEsm ? "export const $load" : "exports.$load"} = load(\n${lines.map((line) => `${line},\n`).join("")});`;
}

/**
 * Writes a sidecar: its imports, the file's own contract, and its guard.
 *
 * @param content - The content.
 * @param format - ESM or CommonJS, as the file beside it.
 * @param own - The specifier of the file beside it.
 * @returns JavaScript. It depends only on the parameters, so builds are reproducible.
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
  const isRestricted = !isEsm && contract?.data.alternatives.some(({ importer }) => importer);
  const file = JSON.stringify(`${identity.package}/${identity.module}`);
  return sealed([
    isEsm ? undefined : '"use strict";',
    importText(format, others, "guard"),
    importText(format, values, "values"),
    importText(format, [...(lists ? ["importers"] : []), ...(isOffered ? ["offer"] : [])], "importers"),
    importText(format, [...(loads ? ["load"] : []), ...(packagesOf.length ? ["shaped"] : [])], "load"),
    importText(format, isRestricted ? ["restrict"] : [], "restrict"),
    importText(format, formats, "formats"),
    importText(format, packages, "packages"),
    broken === undefined ? undefined : `block(${JSON.stringify(broken)});`,
    isRestricted ? restrictText(contract!.data.key, own) : undefined,
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
 * Writes a further sidecar. An ES module imports it directly before another contracted module.
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
