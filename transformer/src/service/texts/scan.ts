/**
 * Decides without TypeScript that a project has no contracts. Most projects have none, and pay only for reading their
 * texts. The result may be wrong in one direction only: a project without contracts may look as if it had some. Then
 * TypeScript decides.
 *
 * @module
 */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import { findSpecifiers } from "../../compiler/specifiers.js";
import { mayHoldTag } from "../../discover/spelling.js";
import { readConfigs, type TextConfig } from "./config.js";
import { createLeadFinder } from "./leads.js";

/** The result of reading the texts of a project. */
export interface TextScan {
  /**
   * Whether there is nothing to guard. This never changes back to `true`.
   *
   * @param fileName - A file that the host asks about, possibly outside of the project.
   * @param code - Its text as the host has it; by default the text on disk.
   */
  isClean(fileName?: string, code?: string): boolean;
  /** Announces files that were changed, created or deleted. */
  change(fileNames: readonly string[]): void;
  /** Whether a file was read while there was nothing to guard. */
  hasRead(fileName: string): boolean;
  /** The source files that were found. */
  files(): readonly string[];
  /** All files on which the answer depends, including package.json files. */
  inputs(): readonly string[];
  /** The same, with the texts that were read and what they may load. The texts are given only once. */
  found(): {
    readonly files: readonly string[];
    textOf(fileName: string): string | undefined;
    loadsOf(fileName: string): readonly string[] | undefined;
  };
  /** Whether there is a sidecar of an earlier build beside a source. */
  hasSidecars(): boolean;
  /** The configurations that were read. */
  configs(): readonly TextConfig[];
}

const SCRIPT = /\.[cm]?[jt]sx?$/;
const TYPED = /\.[cm]?tsx?$/;
const REFERENCE = /^\/\/\/\s*<reference\s+(path|types)\s*=\s*["']([^"']+)["']/gm;

/** All specifiers that a text may load. */
function specifiersOf(text: string): Set<string> {
  const found = findSpecifiers(text);
  if (!text.includes("<reference")) return found;
  for (const [, kind, name] of text.matchAll(REFERENCE)) {
    found.add(kind === "path" && !/^\.{0,2}\//.test(name!) ? `./${name}` : name!);
  }
  return found;
}

/**
 * The source that TypeScript tries first for a relative specifier: `../b/x.js` in `/app/a` → `/app/b/x.ts`; `undefined`
 * for other specifiers.
 */
function sourceBehind(specifier: string, folder: string): string | undefined {
  let from = folder;
  let at = specifier.startsWith("./") ? 2 : 0;
  for (; specifier.startsWith("../", at); at += 3) from = from.slice(0, from.lastIndexOf("/"));
  if (at === 0 || specifier.includes("./", at)) return undefined;
  const name = specifier.slice(at);
  const [, stem = name, kind = ""] = /^(.*)\.([cm]?)js$/.exec(name) ?? [];
  return `${from}/${TYPED.test(name) ? name : `${stem}.${kind}ts`}`;
}

/** One pass through the texts of a project. It stops at the first possible contract, unless it must read all files. */
export class Look {
  isDoubtful = false;
  /** Whether a file loads importspy, or a package that was built with it. */
  reachesImportspy = false;
  hasSidecars = false;
  readonly read = new Set<string>();
  readonly manifests = new Set<string>();
  /** The files that contain the tag. */
  readonly tagged: string[] = [];
  /** The texts on disk, until they are taken: of all files in a pass that reads all, otherwise of sources. */
  readonly texts = new Map<string, string>();
  /** What the texts of sources may load, as it stands there. */
  readonly specifiers = new Map<string, ReadonlySet<string>>();
  /** Of a look that is to see all: the files that each file may load. */
  readonly loads = new Map<string, Set<string>>();
  readonly #folders = new Set<string>();
  readonly #followed = new Map<string, readonly string[]>();
  readonly #find: ReturnType<typeof createLeadFinder>;
  readonly #isSource: RegExp;
  /**
   * Files that were read, but whose specifiers are not yet followed. Most of these lead to files that are already read.
   */
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

  /** Reads a file and all files that it may load. */
  readFile(fileName: string): void {
    this.#read(fileName);
    this.#follow();
  }

  /** Examines a text and reads all files that it may load. */
  lookAt(fileName: string, text: string): void {
    this.#look(fileName, text);
    this.#follow();
  }

  /** Reads the files of a folder and its subfolders. */
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
      // The file was deleted or is not readable. The compiler reports that.
      return;
    }
    const specifiers = this.#look(fileName, text);
    if (specifiers) this.texts.set(fileName, text);
    if (specifiers) this.specifiers.set(fileName, specifiers);
  }

  #look(fileName: string, text: string): ReadonlySet<string> | undefined {
    if (mayHoldTag(text)) {
      this.isDoubtful = true;
      this.tagged.push(fileName);
    }
    if (this.seesAll) this.texts.set(fileName, text);
    // The imports of an installed package do not matter here.
    if (this.#isOver || fileName.includes("/node_modules/")) return undefined;
    const specifiers = specifiersOf(text);
    this.#left.push({ fileName, specifiers });
    return specifiers;
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
   * The files to which a specifier may resolve.
   *
   * @param specifier - The specifier.
   * @param folder - The folder of the file that contains it.
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
 * @returns The scan. It reads files only when it is asked.
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
    // Nothing that it has read is asked for any more.
    if (isDoubtful) look = undefined;
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
    hasRead: (fileName) => current()?.read.has(fileName) ?? false,
    files: () => [...(current()?.read ?? [])].filter((each) => !each.includes("/node_modules/")),
    inputs() {
      const now = current();
      if (!now) return [];
      return [...now.configs.flatMap((each) => each.configFiles), ...now.read, ...now.manifests];
    },
    found() {
      const now = current();
      const texts = new Map(now?.texts);
      now?.texts.clear();
      return {
        files: this.inputs(),
        textOf: (fileName) => texts.get(fileName),
        loadsOf(fileName) {
          const loads = now?.specifiers.get(fileName);
          return loads && [...loads];
        },
      };
    },
    hasSidecars: () => current()?.hasSidecars ?? false,
    configs: () => current()?.configs ?? [],
  };
}
