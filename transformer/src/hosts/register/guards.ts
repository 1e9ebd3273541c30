import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { memoize, once } from "../../analysis/memoize.js";
import type { FoundGuard, TextRules } from "../guards/finder.js";
import { isInstalled, openGuards, type ProjectGuards } from "../guards/guards.js";
import { createProjectFinder, holdsContract, isOwn } from "../guards/projects.js";
import { rulesFor } from "./texts.js";

/** The guards of all that a process loads. */
export interface ProcessGuards {
  /** Guards a text; `undefined` where there is nothing to guard. */
  guard(fileName: string, code: string, rules: TextRules): FoundGuard | undefined;
  /**
   * Whether a module has nothing to guard, told without its text; `false` where that is not known.
   *
   * @param url - Its address.
   * @param size - How many bytes of its file were read.
   */
  isPlain(url: string, size: number): boolean;
  /** The text of a sidecar of a file that was guarded before. */
  sidecarOf(fileName: string, format: TextRules["format"], further: number): string;
}

/** `node --watch` starts again when one of these changes: types that contracts name are in no module that is loaded. */
function tellWatcher(guards: ProjectGuards): void {
  if (process.env.WATCH_REPORT_DEPENDENCIES && process.send) process.send({ "watch:require": guards.watched() });
}

/** Under `--permission`, what may not be read looks as if it were not there, and verdicts would be about another project. */
function checkPermission(tsconfig: string): void {
  const { permission } = process as { permission?: { has(scope: string, reference: string): boolean } };
  const folders = [path.dirname(tsconfig), path.resolve(__dirname, "../../..")];
  const closed = permission && folders.find((each) => !permission.has("fs.read", each));
  if (closed === undefined) return;
  throw new Error(
    `importspy reads the sources, tsconfig.json and package.json of a project to guard it, and may not read ${closed}: start Node.js with --allow-fs-read=${closed}, or run what "importspy build" emits`,
  );
}

const isTypeScript = (fileName: string) => /\.[cm]?tsx?$/.test(fileName);

/** Packages carry guards in what they publish; sources among them were not compiled, and nothing would guard them. */
function refuseSources(fileName: string): undefined {
  if (!isTypeScript(fileName) || !holdsContract(readFileSync(fileName, "utf8"))) return;
  throw new Error(
    `importspy cannot guard ${fileName}: it has a contract and is the source of an installed package, which no tsconfig.json compiles. Publish what "importspy build" emits`,
  );
}

/** Whether a project may have JavaScript: what a build emitted is not opened for the sake of its sources. */
const mayHaveJavaScript = memoize((tsconfig: string) =>
  /"(?:allowJs|checkJs|extends|references)"/.test(readFileSync(tsconfig, "utf8")),
);

/** Finds the project of each file, by the nearest tsconfig.json above it, and asks it. */
export function createGuards(): ProcessGuards {
  const findProject = createProjectFinder();
  const open = memoize((tsconfig: string) => {
    checkPermission(tsconfig);
    const guards = openGuards(tsconfig, { foresee: (fileName, code) => rulesFor(fileName, undefined, code) });
    tellWatcher(guards);
    return guards;
  });
  const sidecars = new Map<string, readonly string[]>();

  /** Who says of the modules of a folder whether they are plain. */
  const plainIn = memoize((folder: string): ((name: string, size: number) => boolean) => {
    const place = fileURLToPath(folder);
    if (isInstalled(place)) return (name) => !isTypeScript(name);
    if (isOwn(place)) return () => true;
    const tsconfig = findProject(`${place}x`);
    // A contract that no tsconfig.json reads is an error.
    if (tsconfig === undefined) return () => false;
    const isJavaScriptPlain = !mayHaveJavaScript(tsconfig);
    const guards = once(() => open(tsconfig));
    const below = path.relative(path.dirname(tsconfig), place).replaceAll("\\", "/");
    return (name, size) => {
      if (isJavaScriptPlain && /jsx?$/.test(name)) return true;
      return guards().isPlain(below ? `${below}/${name}` : name, size);
    };
  });
  return {
    isPlain(url, size) {
      if (/[%?#]/.test(url)) return false;
      const end = url.lastIndexOf("/") + 1;
      return plainIn(url.slice(0, end))(url.slice(end), size);
    },
    guard(fileName, code, rules) {
      if (isInstalled(fileName)) return refuseSources(fileName);
      const tsconfig = findProject(fileName, code);
      if (tsconfig && /jsx?$/.test(fileName) && !mayHaveJavaScript(tsconfig)) return undefined;
      const found = tsconfig && open(tsconfig).guard(fileName, code, rules);
      if (!found) return undefined;
      sidecars.set(`${found.format}:${fileName}`, found.sidecars);
      return found;
    },
    sidecarOf(fileName, format, further) {
      const text = sidecars.get(`${format}:${fileName}`)?.[further];
      if (text === undefined) throw new Error(`importspy: ${fileName} has no sidecar ${further} in this process`);
      return text;
    },
  };
}
