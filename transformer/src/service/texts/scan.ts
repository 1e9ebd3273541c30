/**
 * Tells without TypeScript that a project has nothing to do with contracts: most have to pay no more than a reading of
 * their texts. It may take a project for one that has, and then TypeScript tells; never the other way round.
 *
 * @module
 */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import { findSpecifiers } from "../../compiler/specifiers.js";
import { mayHoldTag } from "../../discover/spelling.js";
import { readTextConfig, type TextConfig } from "./config.js";
import { createLeadFinder } from "./leads.js";

/** What the texts of a project tell. */
export interface TextScan {
  /**
   * Whether there is nothing to guard. Once there may be something, it stays so.
   *
   * @param fileName - A file that the host asks about, and that need not be one of the project.
   * @param code - Its text as the host has it; by default as it is on disk.
   */
  isClean(fileName?: string, code?: string): boolean;
  /** Files that changed, appeared or went away. */
  change(fileNames: readonly string[]): void;
  /** The sources that were found. */
  files(): readonly string[];
  /** All that the answer depends on, package.json files among it. */
  inputs(): readonly string[];
  /** Whether a sidecar of an earlier build lies among the sources. */
  hasSidecars(): boolean;
  /** The configurations that were read. */
  configs(): readonly TextConfig[];
}

const SCRIPT = /\.[cm]?[jt]sx?$/;
const TYPED = /\.[cm]?tsx?$/;
const REFERENCE = /^\/\/\/\s*<reference\s+(path|types)\s*=\s*["']([^"']+)["']/gm;

/** Everything that a text may load. */
function specifiersOf(text: string): Set<string> {
  const found = findSpecifiers(text);
  if (!text.includes("<reference")) return found;
  for (const [, kind, name] of text.matchAll(REFERENCE)) {
    found.add(kind === "path" && !/^\.{0,2}\//.test(name!) ? `./${name}` : name!);
  }
  return found;
}

/** All configurations that one leads to, itself first; `undefined` where one of them cannot be read. */
export function readConfigs(first: string): readonly TextConfig[] | undefined {
  const configs = new Map<string, TextConfig>();
  const names = new Set([first]);
  // A Set goes through what is added on the way.
  for (const name of names) {
    // A reference that leads nowhere is the compiler's to tell.
    if (name !== first && !statSync(name, { throwIfNoEntry: false })) continue;
    const config = readTextConfig(name);
    if (!config) return undefined;
    configs.set(name, config);
    for (const reference of config.references) names.add(reference);
  }
  return [...configs.values()];
}

/** `../b/x.js` in `/app/a` → `/app/b/x.ts`, the first that TypeScript looks for; `undefined` for what is no such path. */
function sourceBehind(specifier: string, folder: string): string | undefined {
  let from = folder;
  let at = specifier.startsWith("./") ? 2 : 0;
  for (; specifier.startsWith("../", at); at += 3) from = from.slice(0, from.lastIndexOf("/"));
  if (at === 0 || specifier.includes("./", at)) return undefined;
  const name = specifier.slice(at);
  const [, stem = name, kind = ""] = /^(.*)\.([cm]?)js$/.exec(name) ?? [];
  return `${from}/${TYPED.test(name) ? name : `${stem}.${kind}ts`}`;
}

/** One look at a project. It ends at the first doubt, unless it is to see all of it. */
export class Look {
  isDoubtful = false;
  /** A package was built with importspy, or importspy itself is loaded. */
  reachesImportspy = false;
  hasSidecars = false;
  readonly read = new Set<string>();
  readonly manifests = new Set<string>();
  /** The files that have the tag. */
  readonly tagged: string[] = [];
  /** Of a look that is to see all: texts, and what each file may load. */
  readonly texts = new Map<string, string>();
  readonly loads = new Map<string, Set<string>>();
  readonly #folders = new Set<string>();
  readonly #followed = new Map<string, readonly string[]>();
  readonly #find: ReturnType<typeof createLeadFinder>;
  readonly #isSource: RegExp;
  /** What was read and not followed yet: most of it leads to what is read by then. */
  #left: { readonly fileName: string; readonly specifiers: Iterable<string> }[] = [];

  constructor(
    readonly configs: readonly TextConfig[],
    readonly seesAll = false,
  ) {
    this.#find = createLeadFinder(configs);
    this.#isSource = configs.some((each) => each.hasJavaScript) ? SCRIPT : TYPED;
    for (const config of configs) {
      for (const file of config.files) this.#read(file);
      for (const folder of config.folders) this.#readFolder(folder, config, new Set());
    }
    this.#follow();
  }

  /** Reads a file and all that it leads to. */
  readFile(fileName: string): void {
    this.#read(fileName);
    this.#follow();
  }

  /** Looks at a text and reads all that it leads to. */
  lookAt(fileName: string, text: string): void {
    this.#look(fileName, text);
    this.#follow();
  }

  /** Reads the files of a folder and of those in it. */
  #readFolder(folder: string, config: TextConfig, links: ReadonlySet<string>): void {
    if (this.#isOver || config.excluded.has(folder)) return;
    if (config.excluded.size === 0 && this.#folders.has(folder)) return;
    this.#folders.add(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const { name } = entry;
      if (name.startsWith(".") || name === "node_modules") continue;
      const full = folder === "/" ? `/${name}` : `${folder}/${name}`;
      const stats = entry.isSymbolicLink() ? statSync(full, { throwIfNoEntry: false }) : entry;
      if (stats?.isFile()) {
        if (isSidecarName(name)) this.hasSidecars = true;
        if (this.#isSource.test(name) && !config.excluded.has(full)) this.#read(full);
      } else if (stats?.isDirectory()) {
        const real = stats === entry ? undefined : realpathSync(full);
        if (real !== undefined && links.has(real)) continue;
        this.#readFolder(full, config, real === undefined ? links : new Set([...links, real]));
      }
    }
  }

  #read(fileName: string): void {
    if (this.#isOver || this.read.has(fileName)) return;
    this.read.add(fileName);
    let text: string;
    try {
      text = readFileSync(fileName, "utf8");
    } catch {
      // It went away meanwhile, or is closed to us: who reads it next says so.
      return;
    }
    this.#look(fileName, text);
  }

  #look(fileName: string, text: string): void {
    if (mayHoldTag(text)) {
      this.isDoubtful = true;
      this.tagged.push(fileName);
    }
    if (this.seesAll) this.texts.set(fileName, text);
    // What an installed package imports is its own affair.
    if (this.#isOver || fileName.includes("/node_modules/")) return;
    this.#left.push({ fileName, specifiers: specifiersOf(text) });
  }

  get #isOver(): boolean {
    return this.isDoubtful && !this.seesAll;
  }

  #follow(): void {
    for (let next = this.#left.pop(); next && !this.#isOver; next = this.#left.pop()) {
      const { fileName, specifiers } = next;
      const folder = path.posix.dirname(fileName);
      const loads = new Set<string>();
      for (const specifier of specifiers) {
        const files = this.leads(specifier, folder);
        for (const each of files) this.#read(each);
        if (this.seesAll) for (const each of files) loads.add(each);
      }
      if (this.seesAll) this.loads.set(fileName, loads);
    }
  }

  /**
   * The files that a specifier may lead to.
   *
   * @param specifier - The specifier.
   * @param folder - The folder of the file that has it.
   */
  leads(specifier: string, folder: string): readonly string[] {
    const source = sourceBehind(specifier, folder);
    if (source !== undefined && this.read.has(source)) return [source];
    const key = `${folder}\0${specifier}`;
    const known = this.#followed.get(key);
    if (known) return known;
    const { files, manifests, reachesImportspy } = this.#find(specifier, folder);
    if (reachesImportspy || /^importspy(?:\/|$)/.test(specifier)) this.reachesImportspy = this.isDoubtful = true;
    for (const each of manifests) this.manifests.add(each);
    this.#followed.set(key, files);
    return files;
  }
}

/**
 * Makes the scan of a project.
 *
 * @param tsconfig - The path of its tsconfig.json, with `/`.
 * @returns Reads nothing before it is asked.
 */
export function createTextScan(tsconfig: string): TextScan {
  let look: Look | undefined;
  let isDoubtful = process.versions.pnp !== undefined;

  const current = (): Look | undefined => {
    if (isDoubtful) return undefined;
    if (!look) {
      const configs = readConfigs(tsconfig);
      if (configs) look = new Look(configs);
      else isDoubtful = true;
    }
    isDoubtful ||= look?.isDoubtful ?? false;
    return isDoubtful ? undefined : look;
  };

  return {
    isClean(fileName, code) {
      const now = current();
      if (!now || fileName === undefined) return now !== undefined;
      if (code === undefined) now.readFile(fileName);
      else now.lookAt(fileName, code);
      return current() !== undefined;
    },
    change(fileNames) {
      if (!look || isDoubtful) return;
      const concernsAll = fileNames.some((each) => each.endsWith(".json") || !look!.read.has(each));
      if (!concernsAll) for (const each of fileNames) look.read.delete(each);
      if (!concernsAll) for (const each of fileNames) look.readFile(each);
      if (concernsAll) look = undefined;
    },
    files: () => [...(current()?.read ?? [])].filter((each) => !each.includes("/node_modules/")),
    inputs() {
      const now = current();
      if (!now) return [];
      return [...now.configs.flatMap((each) => each.configFiles), ...now.read, ...now.manifests];
    },
    hasSidecars: () => current()?.hasSidecars ?? false,
    configs: () => current()?.configs ?? [],
  };
}
