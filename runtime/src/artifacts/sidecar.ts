/**
 * Parses sidecars as text, line by line, without running them.
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

/** A sidecar that cannot be used; the message says why. */
export class UnreadableSidecar extends Error {}

/** A contract, as its sidecar has it. */
export interface SidecarContract {
  readonly data: ContractData;
  /** What the contract uses of the runtime, by the names in the sidecar. */
  readonly uses: readonly string[];
  /** The validators as JavaScript, by index; `undefined` where the end of a validator cannot be found. */
  readonly validators: readonly (string | undefined)[];
}

/** The `load<T>()` calls of a file, as its sidecar has them. */
export interface SidecarLoads {
  readonly calls: readonly LoadData[];
  /** The validators as JavaScript, by index. */
  readonly validators: SidecarContract["validators"];
}

/** The content of a sidecar. */
export interface Sidecar {
  /** The contract of the module beside it. */
  readonly contract: SidecarContract | undefined;
  /** The module calls `env<C>()`. */
  readonly readsValues: boolean;
  /** The module calls `importers<C>()`. */
  readonly listsImporters: boolean;
  /** The sidecar tells how to load its file, for a module that calls `importers<C>()`. */
  readonly isOffered: boolean;
  /** The `load<T>()` calls of the file. */
  readonly loads: SidecarLoads | undefined;
  /** The module whose contract has errors: the file must not be loaded. */
  readonly broken: string | undefined;
  /** Contracts of external modules that the file imports. */
  readonly provided: readonly SidecarContract[];
  /** The importer, when the file imports a contracted module. */
  readonly importer: ImporterIdentity | undefined;
  /** The contracted modules that the file loads, by number of the moment. */
  readonly moments: readonly (readonly Edge[])[];
  /** The number of the moment that the sidecar itself runs. */
  readonly head: number | undefined;
}

const HEADER = /^\/\/ importspy (\S+) sha256:([0-9a-f]{64})\n/;

/**
 * Checks the first line of a sidecar: its version, and the checksum of the rest.
 *
 * @param text - The sidecar.
 * @param version - The version of importspy that reads it.
 * @returns The text after the first line.
 * @throws {@link UnreadableSidecar} when the version differs or the text was changed.
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
  cjs: /^const \{ (\w+(?:, \w+)*) \} = require\("importspy\/dist\/(?:guard|values|importers|load|restrict|formats|packages)\.cjs"\);$/,
};
const USES = /^\{ (\w+(?:: \w+)?(?:, \w+(?:: \w+)?)*) \},$/;
/** A JSON string. */
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
const RESTRICT = new RegExp(String.raw`^restrict\(${TEXT}, ${TEXT}, module, exports\);$`);
const SHAPED = {
  esm: new RegExp(String.raw`^export const \$shaped = \(packages\) => shaped\(${TEXT}, packages\);$`),
  cjs: new RegExp(String.raw`^shaped\(${TEXT}, \{ (.*) \}\);$`),
};
const LOADED = { esm: "export const $load = load(", cjs: "exports.$load = load(" };
const IMPORT_MODULE = /^\(specifier\) => import\((?:\/\* [-@\w: ]+ \*\/ )*specifier\),$/;
const TEXT_ARGUMENT = new RegExp(`^${TEXT},$`);
const LOCATION = /^(?:import\.meta\.url|__filename),$/;
const HEAD = /^\$importspy\((\d+)\);$/;

/** The packages whose exports a contract describes. */
export function shapedPackages({ alternatives }: Pick<ContractData, "alternatives">): readonly string[] {
  const conditions = alternatives.flatMap(({ packages = [] }) => packages);
  const paths = conditions.flatMap(({ path, shape }) => (shape ? path : []));
  return [...new Set(paths)].map((path) => path.slice("packages.".length));
}

/** The lines of a sidecar, read one after the other. */
class Lines {
  private readonly lines: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.lines = text.split("\n");
  }

  refuse(): never {
    throw new UnreadableSidecar("it does not have the form of a sidecar; build again");
  }

  /** Skips the next line if it is this one. */
  skip(line: string): boolean {
    const isThere = this.lines[this.at] === line;
    if (isThere) this.at++;
    return isThere;
  }

  /** Takes the next line if it matches. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.lines[this.at] ?? "");
    if (match) this.at++;
    return match ?? undefined;
  }

  /** Takes all lines up to and including this one. */
  until(line: string): readonly string[] {
    const end = this.lines.indexOf(line, this.at);
    if (end < 0) this.refuse();
    const taken = this.lines.slice(this.at, end);
    this.at = end + 1;
    return taken;
  }

  /** Whether all lines are read. */
  isAtEnd(): boolean {
    return this.at === this.lines.length - 1 && this.lines[this.at] === "";
  }
}

/** One validator per line, unless the author's own code has several lines. */
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

/** The arguments of the guard: JSON on one line, then names. */
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
  // A CommonJS module that imports no contracted module.
  if (lines.skip("undefined,")) {
    if (!lines.skip("[],")) lines.refuse();
    return { importer: undefined, moments: [] };
  }
  const [, identity = ""] = lines.match(/^(\{.*\}),$/s) ?? lines.refuse();
  const [, edges = ""] = lines.match(/^(\[.*\]),$/s) ?? lines.refuse();
  return { importer: parseImporter(identity) ?? lines.refuse(), moments: parseMoments(edges) ?? lines.refuse() };
}

/** The part that validates the exports of packages, when the contract asks for them. */
function readShaped(lines: Lines, data: ContractData, format: "esm" | "cjs"): void {
  const names = shapedPackages(data);
  if (!names.length) return;
  const [, key = "", loads] = lines.match(SHAPED[format]) ?? lines.refuse();
  const wanted = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`).join(", ");
  if (parseText(key) !== data.key || (format === "cjs" && loads !== wanted)) lines.refuse();
}

/** The `load<T>()` calls of a file: JSON lines, validators, and the import function. */
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
 * @throws {@link UnreadableSidecar} when another version wrote it, it was changed, or it has another form.
 */
export function readSidecar(text: string, version: string): Sidecar {
  const lines = new Lines(unseal(text, version));
  const format = lines.skip('"use strict";') ? "cjs" : "esm";
  const location = format === "esm" ? "import.meta.url" : "__filename";
  if (!lines.match(IMPORT[format])) lines.refuse();
  while (lines.match(IMPORT[format]));
  const [, broken] = lines.match(BLOCK) ?? [];
  const [, restricted] = (format === "cjs" && lines.match(RESTRICT)) || [];
  const contract = lines.skip("enforce(") ? readContract(lines, LOCATION) : undefined;
  const isRestricted = format === "cjs" && contract?.data.alternatives.some(({ importer }) => importer);
  if ((restricted && parseText(restricted)) !== (isRestricted ? contract?.data.key : undefined)) lines.refuse();
  if (contract) readShaped(lines, contract.data, format);
  const provided: SidecarContract[] = [];
  while (lines.skip("provide(")) provided.push(readContract(lines, TEXT_ARGUMENT));
  const [, read] = lines.match(VALUES[format]) ?? [];
  // `env<C>()` must refer to the file's own contract.
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
