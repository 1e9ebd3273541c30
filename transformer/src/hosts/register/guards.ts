import { readFileSync } from "node:fs";
import path from "node:path";
import { memoize } from "../../analysis/memoize.js";
import type { FoundGuard, TextRules } from "../guards/finder.js";
import { isInstalled, openGuards } from "../guards/guards.js";
import { createProjectFinder } from "../guards/projects.js";
import { rulesFor } from "./texts.js";

/** The guards of all that a process loads. */
export interface ProcessGuards {
  /** Guards a text; `undefined` where there is nothing to guard. */
  guard(fileName: string, code: string, rules: TextRules): FoundGuard | undefined;
  /** The text of a sidecar of a file that was guarded before. */
  sidecarOf(fileName: string, format: TextRules["format"], further: number): string;
}

/** `node --watch` starts again when one of these changes: types that contracts name are in no module that is loaded. */
function tellWatcher(files: readonly string[]): void {
  if (process.env.WATCH_REPORT_DEPENDENCIES && process.send) process.send({ "watch:require": [...files] });
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

/** Packages carry guards in what they publish; sources among them were not compiled, and nothing would guard them. */
function refuseSources(fileName: string): undefined {
  if (!/\.[cm]?tsx?$/.test(fileName) || !/^[\s/*]*@importspy\b/m.test(readFileSync(fileName, "utf8"))) return;
  throw new Error(
    `importspy cannot guard ${fileName}: it has a contract and is the source of an installed package, which no tsconfig.json compiles. Publish what "importspy build" emits`,
  );
}

/** This package and the runtime: loaded while a project is opened, and in a workspace they are not below `node_modules`. */
const OWN = [path.resolve(__dirname, "../../.."), path.dirname(require.resolve("importspy/package.json"))].map(
  (folder) => folder + path.sep,
);

/** Whether a project may have JavaScript: what a build emitted is not opened for the sake of its sources. */
const mayHaveJavaScript = memoize((tsconfig: string) =>
  /"(?:allowJs|checkJs|extends|references)"/.test(readFileSync(tsconfig, "utf8")),
);

/** Finds the project of each file, by the nearest tsconfig.json above it, and asks it. */
export function createGuards(): ProcessGuards {
  const findProject = createProjectFinder();
  const open = memoize((tsconfig: string) => {
    checkPermission(tsconfig);
    const guards = openGuards(tsconfig, (fileName, code) => rulesFor(fileName, undefined, code));
    tellWatcher(guards.watched());
    return guards;
  });
  const sidecars = new Map<string, readonly string[]>();
  return {
    guard(fileName, code, rules) {
      if (isInstalled(fileName)) return refuseSources(fileName);
      if (OWN.some((each) => fileName.startsWith(each))) return undefined;
      const tsconfig = findProject(fileName);
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
