import { statSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { joinPath } from "../../analysis/paths.js";
import type { TypeScript } from "../../compiler/compiler.js";
import type { Documents } from "./documents.js";
import { type EditorProject, type Opened, openEditorProject } from "./project.js";

/** The projects of the files that are open. */
export interface Projects {
  /** A file in its project; `undefined` where that has nothing to do with contracts. */
  open(fileName: string): Opened | undefined;
  /** The projects that are open, and those of their solution that reference one: who imports a module of it may be there. */
  around(project: EditorProject): readonly EditorProject[];
  edit(fileName: string): void;
  change(fileNames: readonly string[]): void;
  /** Finds out itself what has changed on disk, for clients that do not tell. */
  look(): void;
  /** Lets go of projects none of whose files is open any more. */
  tidy(): void;
}

/** Stands for a tsconfig.json where there is none. */
const INFERRED = "importspy-without-tsconfig.json";

/** Any module of TypeScript or JavaScript, as bundlers and Node.js load them. */
const INFERRED_TEXT = JSON.stringify({
  compilerOptions: {
    target: "esnext",
    module: "preserve",
    strict: true,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
  },
  files: [],
});

const CONFIGS = ["tsconfig.json", "jsconfig.json"];

const isConfig = (fileName: string) =>
  /\/[^/]*\.json$/.test(fileName) && !/\/(?:package|package-lock)\.json$/.test(fileName);

/**
 * Makes the projects of an editor.
 *
 * @param typescript - The compiler.
 * @param documents - The open files.
 * @param warn - Told of a tsconfig.json that cannot be read.
 */
export function createProjects(typescript: TypeScript, documents: Documents, warn: (text: string) => void): Projects {
  const over = documents.over(typescript.sys);
  const system: ts.System = {
    ...over,
    fileExists: (name) => name.endsWith(`/${INFERRED}`) || over.fileExists(name),
    readFile: (name, encoding) => (name.endsWith(`/${INFERRED}`) ? INFERRED_TEXT : over.readFile(name, encoding)),
  };
  const byConfig = new Map<string, EditorProject | undefined>();
  const owners = new Map<string, EditorProject>();
  const times = new Map<string, number>();

  const load = (tsconfig: string): EditorProject | undefined => {
    if (byConfig.has(tsconfig)) return byConfig.get(tsconfig);
    let project: EditorProject | undefined;
    try {
      project = openEditorProject(typescript, system, documents, tsconfig);
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error));
    }
    byConfig.set(tsconfig, project);
    return project;
  };

  /** The tsconfig.json files above a file, the nearest first. */
  function* configsAbove(fileName: string): Generator<string> {
    for (let folder = path.posix.dirname(fileName); ; folder = path.posix.dirname(folder)) {
      yield* CONFIGS.map((name) => joinPath(folder, name))
        .filter((name) => over.fileExists(name))
        .slice(0, 1);
      if (folder === path.posix.dirname(folder)) return;
    }
  }

  /** A project that lists a file: the first, or one that it references. */
  const findLister = (tsconfig: string, fileName: string, seen: Set<string>): EditorProject | undefined => {
    if (seen.has(tsconfig)) return undefined;
    seen.add(tsconfig);
    const project = load(tsconfig);
    if (!project || project.isListed(fileName)) return project;
    for (const reference of project.references()) {
      const found = findLister(reference, fileName, seen);
      if (found?.isListed(fileName)) return found;
    }
    return undefined;
  };

  const findOwner = (fileName: string): EditorProject | undefined => {
    const configs = [...configsAbove(fileName)];
    for (const tsconfig of configs) {
      const lister = findLister(tsconfig, fileName, new Set());
      if (lister?.isListed(fileName)) return lister;
    }
    // A file that no project lists may be imported by one that is.
    for (const tsconfig of configs) {
      const project = load(tsconfig);
      if (project?.open(fileName)) return project;
    }
    const manifest = [...foldersAbove(fileName)].find((folder) => over.fileExists(`${folder}/package.json`));
    const inferred = load(joinPath(manifest ?? path.posix.dirname(fileName), INFERRED));
    inferred?.add(fileName);
    return inferred;
  };

  const open = (fileName: string): Opened | undefined => {
    const known = owners.get(fileName);
    const project = known ?? findOwner(fileName);
    if (!project) return undefined;
    owners.set(fileName, project);
    return project.open(fileName);
  };

  const loaded = () => [...byConfig.values()].filter((project) => project !== undefined);

  const forget = (tsconfig: string): void => {
    const project = byConfig.get(tsconfig);
    project?.dispose();
    byConfig.delete(tsconfig);
    for (const [fileName, owner] of owners) if (owner === project) owners.delete(fileName);
  };

  const change = (fileNames: readonly string[]): void => {
    // Another tsconfig.json may list the files from now on, or none.
    if (fileNames.some(isConfig)) {
      for (const tsconfig of [...byConfig.keys()]) forget(tsconfig);
      return;
    }
    for (const name of fileNames) owners.delete(name);
    for (const project of loaded()) {
      try {
        project.change(fileNames);
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        forget(project.tsconfig);
      }
    }
  };

  return {
    open,
    around(project) {
      const configs = [...configsAbove(project.tsconfig)];
      const solutions = configs.flatMap((each) => [each, ...(load(each)?.references() ?? [])]);
      const referencing = [...new Set(solutions)].filter((each) => load(each)?.references().includes(project.tsconfig));
      return [...new Set([project, ...referencing.flatMap((each) => load(each) ?? [])])];
    },
    edit(fileName) {
      for (const project of loaded()) project.edit(fileName);
    },
    change,
    look() {
      const names = new Set(loaded().flatMap((project) => project.sources()));
      const changed = [...names].filter((name) => {
        if (documents.get(name)) return false;
        const time = statSync(name, { throwIfNoEntry: false })?.mtimeMs ?? 0;
        const before = times.get(name);
        times.set(name, time);
        return before !== undefined && before !== time;
      });
      if (changed.length) change(changed);
    },
    tidy() {
      for (const name of [...owners.keys()]) if (!documents.get(name)) owners.delete(name);
      const used = new Set([...owners.values()].map(({ tsconfig }) => tsconfig));
      if (used.size) for (const tsconfig of [...byConfig.keys()]) if (!used.has(tsconfig)) forget(tsconfig);
    },
  };
}

function* foldersAbove(fileName: string): Generator<string> {
  for (let folder = path.posix.dirname(fileName); ; folder = path.posix.dirname(folder)) {
    yield folder;
    if (folder === path.posix.dirname(folder)) return;
  }
}
