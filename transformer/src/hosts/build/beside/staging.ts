/**
 * Where a compiler that watches emits to: a folder of its own, from which guarded texts go to where they belong. So
 * nothing lies there without its guard at any time, and what is emitted stays at hand when only a contract changes.
 *
 * @module
 */
import fs from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { findSpecifiers } from "../../../compiler/specifiers.js";
import { readTextConfig } from "../../../service/texts/config.js";
import type { TextGraph } from "../../../service/texts/graph.js";
import { isAlive } from "../../guards/processes.js";
import type { PendingFile } from "./pending.js";

const FOLDER = "importspy-watch";
const INLINE = /^\/\/# sourceMappingURL=data:application\/json;base64,(.+?)\s*$/m;

/** A folder to emit to. */
export interface Staging {
  /** What the compiler is told to emit there. */
  readonly args: readonly string[];
  /** Where a file belongs that was emitted. */
  realNameOf(staged: string): string;
  /** What was emitted of a file, as it is to be where it belongs. */
  read(real: string): string | undefined;
  /** A file as one that is held back. */
  pending(real: string): PendingFile;
  remove(): void;
}

/** Where a project emits to. */
export interface OutputFolders {
  /** Missing where nothing is emitted. */
  readonly outDir?: string;
  readonly declarationDir?: string;
}

/** TypeScript 7.0.2 sees no change in `/app/src`, nor in another folder that lies less than four names deep. */
const isWatchable = (folder: string) => folder.split("/").filter(Boolean).length > 3;

/** The names of the packages that a folder is in. */
function packageNamesAbove(folder: string): string[] {
  const parent = path.posix.dirname(folder);
  const text = readText(`${folder}/package.json`);
  const [, name] = /"name"\s*:\s*"([^"]+)"/.exec(text ?? "") ?? [];
  return [...(name === undefined ? [] : [name]), ...(parent === folder ? [] : packageNamesAbove(parent))];
}

/**
 * Where a project emits to, if that may be another folder without a difference to what is emitted.
 *
 * @returns `undefined` where it may not: names that lead through the outputs of the project itself would lead nowhere,
 * and outputs would count as sources.
 */
export function outputFoldersOf(config: ts.ParsedCommandLine, graph: TextGraph): OutputFolders | undefined {
  const text = readTextConfig(String(config.options.configFilePath));
  if (!text || ![...text.folders, ...text.files.map((name) => path.posix.dirname(name))].every(isWatchable))
    return undefined;
  const { noEmit, outDir, declarationDir, sourceRoot, mapRoot, declaration, allowJs, configFilePath } = config.options;
  if (noEmit) return {};
  if (outDir === undefined || sourceRoot !== undefined || mapRoot !== undefined) return undefined;
  const names = packageNamesAbove(path.posix.dirname(String(configFilePath)));
  const isOwn = (text: string) =>
    text.startsWith("#") || names.some((name) => text === name || text.startsWith(`${name}/`));
  if (config.fileNames.some((name) => [...findSpecifiers(graph.textOf(name))].some(isOwn))) return undefined;
  const mayBeSource = Boolean(declaration || allowJs) && !text.hasExclude;
  const isIn = (name: string, folder: string) => `${name}/`.startsWith(`${folder}/`);
  const outputs = [outDir, ...(declarationDir === undefined ? [] : [declarationDir])];
  const isAmongSources = outputs.some((name) => text.folders.some((folder) => isIn(name, folder)));
  return mayBeSource && isAmongSources
    ? undefined
    : { outDir, ...(declarationDir !== undefined && { declarationDir }) };
}

/** Removes what watching builds that were killed have left. */
function sweep(folder: string): void {
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : [])
    if (!isAlive(Number(name))) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
}

function readText(fileName: string): string | undefined {
  try {
    return fs.readFileSync(fileName, "utf8");
  } catch {
    // It was not emitted.
    return undefined;
  }
}

/** A source map of a file that is moved: its sources are seen from another folder. */
function moveMap(text: string, from: string, to: string): string {
  const map = JSON.parse(text) as { readonly sources: readonly string[] };
  const seen = (source: string) => path.posix.relative(to, path.posix.join(from, source));
  return JSON.stringify({ ...map, sources: map.sources.map(seen) });
}

/** Puts a text in the place of a file at once. */
function replace(fileName: string, text: string): void {
  if (readText(fileName) === text) return;
  const stats = fs.statSync(fileName, { throwIfNoEntry: false });
  const temporary = `${fileName}.importspy-pending.json`;
  fs.mkdirSync(path.dirname(fileName), { recursive: true });
  fs.writeFileSync(temporary, text);
  if (stats) fs.chmodSync(temporary, stats.mode);
  fs.renameSync(temporary, fileName);
}

/**
 * Makes a folder to emit to.
 *
 * @param installed - The `node_modules` of the project.
 * @param folders - Where it emits to otherwise.
 */
export function createStaging(installed: string, { outDir, declarationDir }: OutputFolders): Staging {
  const all = path.posix.join(installed.replaceAll("\\", "/"), ".cache", FOLDER);
  sweep(all);
  const root = `${all}/${process.pid}`;
  fs.mkdirSync(root, { recursive: true });
  const folders = [
    ...(declarationDir === undefined ? [] : [["--declarationDir", `${root}/types`, declarationDir] as const]),
    ...(outDir === undefined ? [] : [["--outDir", `${root}/out`, outDir] as const]),
  ];
  const pairs = folders.map(([, staged, real]) => [staged, real] as const);
  const move = (name: string, from: 0 | 1): string => {
    const fits = pairs
      .filter((pair) => name.startsWith(`${pair[from]}/`))
      .sort((a, b) => b[from].length - a[from].length);
    const [pair] = fits;
    return pair ? pair[from === 0 ? 1 : 0] + name.slice(pair[from].length) : name;
  };
  const read = (real: string): string | undefined => {
    const staged = move(real, 1);
    const text = readText(staged);
    if (text === undefined) return undefined;
    const [from, to] = [path.posix.dirname(staged), path.posix.dirname(real)];
    if (real.endsWith(".map")) return moveMap(text, from, to);
    return text.replace(INLINE, (line, url: string) => {
      const moved = moveMap(Buffer.from(url, "base64").toString(), from, to);
      return line.replace(url, () => Buffer.from(moved).toString("base64"));
    });
  };
  return {
    args: [
      ...folders.flatMap((each) => each.slice(0, 2)),
      "--incremental",
      "--tsBuildInfoFile",
      `${root}/.tsbuildinfo`,
    ],
    realNameOf: (staged) => move(staged, 0),
    read,
    pending: (real) => ({
      before: undefined,
      emitted: () => read(real),
      publish: (text) => replace(real, text),
      withdraw() {},
    }),
    remove: () => fs.rmSync(root, { recursive: true, force: true }),
  };
}
