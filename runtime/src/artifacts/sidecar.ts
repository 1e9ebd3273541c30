/**
 * Reads sidecars as text, line by line. Nothing of them is run.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { ContractData, Edge, ImporterIdentity, LoadData } from "../contract.js";
import {
  countLoadValidators,
  countValidators,
  parseContract,
  parseImporter,
  parseLoads,
  parseMoments,
  parseText,
} from "./data.js";
import { splitFunctions } from "./validator.js";

/** A sidecar that cannot be relied on, and why. */
export class UnreadableSidecar extends Error {}

/** A contract as it stands in a sidecar. */
export interface SidecarContract {
  readonly data: ContractData;
  /** What it uses of the runtime, by the names that it is handed over under. */
  readonly uses: readonly string[];
  /** The JavaScript of its validators, by index; `undefined` where it cannot be told from that beside it. */
  readonly validators: readonly (string | undefined)[];
}

/** What a file loads by `load<T>()`, as it stands in its sidecar. */
export interface SidecarLoads {
  readonly calls: readonly LoadData[];
  /** The JavaScript of their validators, by index. */
  readonly validators: SidecarContract["validators"];
}

/** What a sidecar says. */
export interface Sidecar {
  /** The contract of the module beside it. */
  readonly contract: SidecarContract | undefined;
  /** Its module reads the variables of the contract: `env<C>()`. */
  readonly readsValues: boolean;
  /** Its module asks who imports it: `importers<C>()`. */
  readonly listsImporters: boolean;
  /** It says how its file is loaded, for a module that does. */
  readonly isOffered: boolean;
  /** What its file loads by `load<T>()`. */
  readonly loads: SidecarLoads | undefined;
  /** The module whose contract has errors, for which the file may not be loaded. */
  readonly broken: string | undefined;
  /** Contracts of external modules that its file imports. */
  readonly provided: readonly SidecarContract[];
  /** Who imports, when anything contracted is imported. */
  readonly importer: ImporterIdentity | undefined;
  /** What its file loads of contracted modules, in moments that have numbers. */
  readonly moments: readonly (readonly Edge[])[];
  /** The number of the moment in which the sidecar itself is evaluated. */
  readonly head: number | undefined;
}

const HEADER = /^\/\/ importspy (\S+) sha256:([0-9a-f]{64})\n/;

/**
 * Checks a sidecar's first line against a version and against the rest of the text.
 *
 * @param text - The sidecar.
 * @param version - The version of importspy that reads it.
 * @returns The rest.
 * @throws {@link UnreadableSidecar} when it is another version's, or was changed.
 */
function unseal(text: string, version: string): string {
  const [line, writer, digest] = HEADER.exec(text) ?? [];
  if (line === undefined) throw new UnreadableSidecar("it does not begin as a sidecar does; build again");
  if (writer !== version) {
    throw new UnreadableSidecar(
      `it was built by importspy ${writer}, and this is ${version}; build again with this one`,
    );
  }
  const body = text.slice(line.length);
  if (createHash("sha256").update(body).digest("hex") !== digest) {
    throw new UnreadableSidecar("it was changed after the build, or is incomplete; build again");
  }
  return body;
}

const IMPORT = {
  esm: /^import \{ (\w+(?:, \w+)*) \} from "importspy\/dist\/(?:guard|values|importers|load|formats|packages)\.mjs";$/,
  cjs: /^const \{ (\w+(?:, \w+)*) \} = require\("importspy\/dist\/(?:guard|values|importers|load|formats|packages)\.cjs"\);$/,
};
const USES = /^\{ (\w+(?:: \w+)?(?:, \w+(?:: \w+)?)*) \},$/;
/** A text as JSON writes it. */
const TEXT = String.raw`("[^"\\]*(?:\\.[^"\\]*)*")`;
const BLOCK = new RegExp(String.raw`^block\(${TEXT}\);$`);
const GUARD = {
  esm: /^export const \$importspy = guard\((\);)?$/,
  cjs: /^exports\.\$importspy = guardCommonJs\((\);)?$/,
};
const VALUES = {
  esm: new RegExp(String.raw`^export const \$env = values\(${TEXT}(?:, hide)?\);$`),
  cjs: new RegExp(String.raw`^exports\.\$env = values\(${TEXT}(?:, hide)?\);$`),
};
const LISTED = {
  esm: new RegExp(String.raw`^export const \$importers = importers\(${TEXT}\);$`),
  cjs: new RegExp(String.raw`^exports\.\$importers = importers\(${TEXT}\);$`),
};
const OFFER = {
  esm: new RegExp(String.raw`^offer\(${TEXT}, \(\) => import\(${TEXT}\)\);$`),
  cjs: new RegExp(String.raw`^offer\(${TEXT}, \(\) => require\(${TEXT}\)\);$`),
};
const SHAPED = {
  esm: new RegExp(String.raw`^export const \$shaped = \(packages\) => shaped\(${TEXT}, packages\);$`),
  cjs: new RegExp(String.raw`^shaped\(${TEXT}, \{ (.*) \}\);$`),
};
const LOADED = { esm: "export const $load = load(", cjs: "exports.$load = load(" };
const IMPORT_MODULE = /^\(specifier\) => import\((?:\/\* [-@\w: ]+ \*\/ )*specifier\),$/;
const TEXT_ARGUMENT = new RegExp(`^${TEXT},$`);
const LOCATION = /^(?:import\.meta\.url|__filename),$/;
const HEAD = /^\$importspy\((\d+)\);$/;

/** The packages whose exports a contract asks for. */
export function shapedPackages({ alternatives }: Pick<ContractData, "alternatives">): readonly string[] {
  const conditions = alternatives.flatMap(({ packages = [] }) => packages);
  const paths = conditions.flatMap(({ path, shape }) => (shape ? path : []));
  return [...new Set(paths)].map((path) => path.slice("packages.".length));
}

/** The lines of a sidecar, taken one by one. */
class Lines {
  private readonly lines: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.lines = text.split("\n");
  }

  refuse(): never {
    throw new UnreadableSidecar("it does not have the form of a sidecar; build again");
  }

  /** The next line, when it is this one. */
  skip(line: string): boolean {
    const isThere = this.lines[this.at] === line;
    if (isThere) this.at++;
    return isThere;
  }

  /** The next line, when it matches. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.lines[this.at] ?? "");
    if (match) this.at++;
    return match ?? undefined;
  }

  /** All lines to one that is this one, which is taken, too. */
  until(line: string): readonly string[] {
    const end = this.lines.indexOf(line, this.at);
    if (end < 0) this.refuse();
    const taken = this.lines.slice(this.at, end);
    this.at = end + 1;
    return taken;
  }

  /** Nothing is left. */
  isAtEnd(): boolean {
    return this.at === this.lines.length - 1 && this.lines[this.at] === "";
  }
}

/** One validator a line, unless its author's own text goes over several. */
function readValidators(lines: readonly string[], count: number): SidecarContract["validators"] | undefined {
  const isPlain = lines.length === count && lines.every((line) => line.endsWith(","));
  const texts = isPlain ? lines.map((line) => line.slice(0, -1)) : splitFunctions(lines.join("\n"));
  return texts.length > count ? undefined : Array.from({ length: count }, (_, index) => texts[index]);
}

function readContract(lines: Lines, last: RegExp): SidecarContract {
  const [, json = ""] = lines.match(/^(\{.*\}),$/s) ?? lines.refuse();
  const data = parseContract(json);
  const count = data && countValidators(data);
  if (!data || count === undefined) lines.refuse();
  const [, uses = ""] = lines.match(USES) ?? lines.refuse();
  const texts = lines.skip("[],") ? [] : lines.skip("[") ? lines.until("],") : lines.refuse();
  const validators = readValidators(texts, count) ?? lines.refuse();
  lines.match(last);
  if (!lines.skip(");")) lines.refuse();
  return { data, uses: uses.split(", "), validators };
}

type Announcement = Pick<Sidecar, "importer" | "moments" | "head">;

/** What the guard is made of: JSON on a line of its own, and then names. */
function readGuard(lines: Lines, format: "esm" | "cjs", location: string): Announcement {
  const [, isEmpty] = lines.match(GUARD[format]) ?? lines.refuse();
  if (isEmpty) return { importer: undefined, moments: [], head: undefined };
  const { importer, moments } = readImports(lines);
  if (!lines.skip("calls,") && !lines.skip("undefined,")) lines.match(TEXT_ARGUMENT);
  lines.skip(`${location},`);
  if (!lines.skip(");")) lines.refuse();
  const [, head] = lines.match(HEAD) ?? [];
  return { importer, moments, head: head === undefined ? undefined : Number(head) };
}

function readImports(lines: Lines): Pick<Announcement, "importer" | "moments"> {
  // A CommonJS module that imports nothing contracted.
  if (lines.skip("undefined,")) {
    if (!lines.skip("[],")) lines.refuse();
    return { importer: undefined, moments: [] };
  }
  const [, identity = ""] = lines.match(/^(\{.*\}),$/s) ?? lines.refuse();
  const [, edges = ""] = lines.match(/^(\[.*\]),$/s) ?? lines.refuse();
  return { importer: parseImporter(identity) ?? lines.refuse(), moments: parseMoments(edges) ?? lines.refuse() };
}

/** What validates the exports of packages, where the contract asks for them. */
function readShaped(lines: Lines, data: ContractData, format: "esm" | "cjs"): void {
  const names = shapedPackages(data);
  if (!names.length) return;
  const [, key = "", loads] = lines.match(SHAPED[format]) ?? lines.refuse();
  const wanted = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`).join(", ");
  if (parseText(key) !== data.key || (format === "cjs" && loads !== wanted)) lines.refuse();
}

/** What a file loads by `load<T>()`: JSON on lines of their own, validators, and then how it loads. */
function readLoads(lines: Lines, location: string): SidecarLoads & Pick<Sidecar, "importer"> {
  const [, identity = ""] = lines.match(/^(\{.*\}),$/s) ?? lines.refuse();
  const [, json = ""] = lines.match(/^(\[.*\]),$/s) ?? lines.refuse();
  const calls = parseLoads(json);
  const count = calls && countLoadValidators(calls);
  if (!calls || count === undefined) lines.refuse();
  const texts = lines.skip("[],") ? [] : lines.skip("[") ? lines.until("],") : lines.refuse();
  const validators = readValidators(texts, count) ?? lines.refuse();
  if (!lines.match(IMPORT_MODULE) || !lines.skip(`${location},`) || !lines.skip(");")) lines.refuse();
  return { importer: parseImporter(identity) ?? lines.refuse(), calls, validators };
}

/**
 * Reads a sidecar.
 *
 * @param text - Its text.
 * @param version - The version of importspy that reads it.
 * @throws {@link UnreadableSidecar} when another version wrote it, when it was changed, or has another form.
 */
export function readSidecar(text: string, version: string): Sidecar {
  const lines = new Lines(unseal(text, version));
  const format = lines.skip('"use strict";') ? "cjs" : "esm";
  const location = format === "esm" ? "import.meta.url" : "__filename";
  if (!lines.match(IMPORT[format])) lines.refuse();
  while (lines.match(IMPORT[format]));
  const [, broken] = lines.match(BLOCK) ?? [];
  const contract = lines.skip("enforce(") ? readContract(lines, LOCATION) : undefined;
  if (contract) readShaped(lines, contract.data, format);
  const provided: SidecarContract[] = [];
  while (lines.skip("provide(")) provided.push(readContract(lines, TEXT_ARGUMENT));
  const [, read] = lines.match(VALUES[format]) ?? [];
  // Values are those of the file's own contract.
  if (read !== undefined && parseText(read) !== contract?.data.key) lines.refuse();
  const [, listed] = lines.match(LISTED[format]) ?? [];
  if (listed !== undefined && parseText(listed) !== contract?.data.key) lines.refuse();
  const loading = lines.skip(LOADED[format]) ? readLoads(lines, location) : undefined;
  const isOffered = lines.match(OFFER[format]) !== undefined;
  const announcement = readGuard(lines, format, location);
  if (!lines.isAtEnd()) lines.refuse();
  return {
    contract,
    readsValues: read !== undefined,
    listsImporters: listed !== undefined,
    isOffered,
    broken: broken === undefined ? undefined : parseText(broken),
    provided,
    loads: loading && { calls: loading.calls, validators: loading.validators },
    ...announcement,
    importer: announcement.importer ?? loading?.importer,
  };
}
