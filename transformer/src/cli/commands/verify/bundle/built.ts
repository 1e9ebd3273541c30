/**
 * The emitted files that a bundle was made from: what they load, in which order, and which texts identify their code.
 *
 * @module
 */
import { isBuiltin } from "node:module";
import type ts from "typescript";
import { memoize, once } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { isJavaScript } from "../files.js";
import { readModule } from "../module.js";
import { parseJavaScript } from "../syntax.js";
import { collectTraces, type Traces } from "./traces.js";

/** What is evaluated: files of the build, and modules outside of it. */
export interface Loaded {
  readonly files: ReadonlySet<string>;
  readonly externals: ReadonlySet<string>;
}

/** The emitted files of a build. */
export interface Built {
  readonly files: readonly string[];
  /** What a file imports statically, and what that imports. */
  closureOf(file: string): Loaded;
  /** Files that nothing imports statically: the entries, and what `import()` loads. */
  readonly roots: readonly string[];
  /** What is evaluated before a file when a root is loaded: all of it where it loads the file later, if at all. */
  before(root: string, file: string): Loaded;
  /** Whether a root loads a file, now or later. */
  reaches(root: string, file: string): boolean;
  tracesOf(file: string): Traces;
  /** The file that alone evaluates a text when it is evaluated. */
  ownerOf(text: string): string | undefined;
  /** Whether a text stands in one file only. */
  isOwn(text: string): boolean;
}

interface Import {
  /** The specifier, where a bundler may keep it as it is. */
  readonly external: string | undefined;
  /** The emitted file that it leads to. */
  readonly file: string | undefined;
  readonly isStatic: boolean;
}

/**
 * Reads the emitted files that a bundle was made from, on demand.
 *
 * @param typescript - Their parser.
 * @param files - Their names.
 * @param read - Reads a file.
 * @param resolve - Finds the file that a specifier leads to.
 */
export function createBuilt(
  typescript: TypeScript,
  files: readonly string[],
  read: (fileName: string) => string,
  resolve: (specifier: string, from: string) => string | undefined,
): Built {
  const parse = memoize((file: string): ts.SourceFile => parseJavaScript(typescript, file, read(file)));

  const importsOf = memoize((file: string): readonly Import[] => {
    const { loads } = readModule(typescript, parse(file), "");
    return loads.flatMap(({ specifier, isStatic, isPossible }): Import[] => {
      if (isPossible || /\.importspy\.[cm]?js$/.test(specifier) || isBuiltin(specifier)) return [];
      const target = resolve(specifier, file);
      const isRelative = /^\.{0,2}\//.test(specifier) || specifier.startsWith("#");
      const isInside = target !== undefined && isJavaScript(target) && !target.includes("node_modules");
      return [{ external: isRelative ? undefined : specifier, file: isInside ? target : undefined, isStatic }];
    });
  });

  /** Evaluates as Node.js does: what a file imports comes before it. */
  const evaluate = (file: string, end: string | undefined, files: Set<string>, externals: Set<string>): boolean => {
    if (file === end) return true;
    if (files.has(file)) return false;
    files.add(file);
    for (const each of importsOf(file)) {
      if (!each.isStatic) continue;
      if (each.file !== undefined && evaluate(each.file, end, files, externals)) return true;
      if (each.external !== undefined) externals.add(each.external);
    }
    return false;
  };

  const loadedBefore = (root: string, end: string | undefined): Loaded => {
    const [loaded, externals] = [new Set<string>(), new Set<string>()];
    evaluate(root, end, loaded, externals);
    return { files: loaded, externals };
  };

  const reaches = (root: string, file: string, seen = new Set<string>()): boolean => {
    if (root === file) return true;
    if (seen.has(root)) return false;
    seen.add(root);
    return importsOf(root).some((each) => each.file !== undefined && reaches(each.file, file, seen));
  };

  const tracesOf = memoize((file: string) => collectTraces(typescript, parse(file)));
  const owners = once(() => {
    const found = new Map<string, string | undefined>();
    for (const file of files) {
      for (const text of new Set(tracesOf(file).parts.flatMap(({ evaluated }) => evaluated))) {
        found.set(text, found.has(text) ? undefined : file);
      }
    }
    return found;
  });

  return {
    files,
    closureOf: memoize((file: string) => loadedBefore(file, undefined)),
    get roots() {
      const imported = new Set(
        files.flatMap((file) => importsOf(file).flatMap((each) => (each.isStatic ? (each.file ?? []) : []))),
      );
      return files.filter((file) => !imported.has(file));
    },
    before: loadedBefore,
    reaches: (root, file) => reaches(root, file),
    tracesOf,
    ownerOf: (text) => owners().get(text),
    isOwn: memoize((text: string) => files.filter((file) => read(file).includes(text)).length <= 1),
  };
}
