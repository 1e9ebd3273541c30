/**
 * A program of the files that have to do with contracts: contracted modules, their importers, and files that re-export
 * them. It is made only if it gives the same answers as the full program. It lacks the types of other modules. So if it
 * reports a mistake, the full program is asked instead.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import { memoize } from "../analysis/memoize.js";
import { internalProgram, type TypeScript } from "../compiler/compiler.js";
import { headOf } from "../compiler/specifiers.js";
import { createCommentFinder } from "../discover/cache.js";
import { closedWordsOf } from "../discover/closed.js";
import { handsOn } from "../link/reexports.js";
import { createSyntaxReader } from "../link/syntax.js";
import { findPossibleLoads } from "../link/typed.js";
import { isInSmallLibrary, SMALL_LIBRARY } from "./smallLibrary.js";
import { importersIn, isClosed, mayHandOn, reach } from "./texts/concerned.js";
import type { TextGraph } from "./texts/graph.js";
import { mayLoad } from "./texts/plain.js";

/** A program of some files. */
export interface SmallProgram {
  readonly program: ts.Program;
  readonly host: ts.CompilerHost;
}

/** Makes programs of some files. Each file is parsed once. */
function createProgramMaker(
  typescript: TypeScript,
  base: ts.CompilerHost,
  config: ts.ParsedCommandLine,
  graph: TextGraph,
  isCut: (fileName: string) => boolean,
) {
  const options: ts.CompilerOptions = { ...config.options, lib: ["lib.es5.d.ts"], types: [] };
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const cache = typescript.createModuleResolutionCache(base.getCurrentDirectory(), (name) => name, options);
  let wanted: ReadonlySet<string> = new Set();
  let isWhole = false;
  const libraryFolder = path.posix.dirname(base.getDefaultLibFileName(options));
  const isLibrary = (fileName: string) => path.posix.dirname(fileName) === libraryFolder;
  /** A shorter text that replaces a file's own text. */
  const textOf = (fileName: string): string | undefined => {
    if (isCut(fileName)) return headOf(graph.textOf(fileName));
    return !isWhole && isLibrary(fileName) ? SMALL_LIBRARY : undefined;
  };
  const host: ts.CompilerHost = {
    ...base,
    getSourceFile(fileName, ...rest) {
      if (parsed.has(fileName)) return parsed.get(fileName);
      const text = textOf(fileName);
      const file =
        text === undefined
          ? base.getSourceFile(fileName, ...rest)
          : typescript.createSourceFile(fileName, text, rest[0]);
      parsed.set(fileName, file);
      return file;
    },
    resolveModuleNameLiterals: (literals, from, redirected, _, source) =>
      literals.map((literal) => {
        const { text } = literal;
        if (!graph.leads(text, from).some((name) => wanted.has(name))) return { resolvedModule: undefined };
        const mode = typescript.getModeForUsageLocation(source, literal, options);
        const found = typescript.resolveModuleName(text, from, options, base, cache, redirected, mode);
        return wanted.has(found.resolvedModule?.resolvedFileName ?? "") ? found : { resolvedModule: undefined };
      }),
    resolveTypeReferenceDirectiveReferences: (references) =>
      references.map(() => ({ resolvedTypeReferenceDirective: undefined })),
  };
  const order = graph.order(config.fileNames);
  return {
    host,
    /** Uses TypeScript's own library from now on. Returns whether this is a change. */
    takeLibrary(): boolean {
      if (isWhole) return false;
      isWhole = true;
      for (const name of [...parsed.keys()].filter(isLibrary)) parsed.delete(name);
      return true;
    },
    make(names: ReadonlySet<string>): ts.Program {
      wanted = names;
      // In the order of the full program, since it decides the order in which unions are printed.
      return typescript.createProgram({ rootNames: order.filter((name) => names.has(name)), options, host });
    },
  };
}

/**
 * Makes a small program.
 *
 * @param typescript - The compiler.
 * @param base - Reads files.
 * @param config - The project.
 * @param graph - The import graph of its texts.
 * @param cuts - Whether files that only import are reduced to their imports. Then it is not known which of these
 *   imports TypeScript elides.
 * @returns `undefined` when only the full program can tell.
 */
export function createSmallProgram(
  typescript: TypeScript,
  base: ts.CompilerHost,
  config: ts.ParsedCommandLine,
  graph: TextGraph,
  cuts: boolean,
): SmallProgram | undefined {
  if (!isClosed(config, graph)) return undefined;
  const { options, fileNames } = config;
  const listed = new Set(fileNames);
  const tagged = new Set(graph.tagged);
  const isCut = memoize((name: string): boolean => {
    const text = cuts && listed.has(name) && !tagged.has(name) ? graph.textOf(name) : undefined;
    return text !== undefined && !mayLoad(text) && !mayHandOn(text);
  });
  const { host, make, takeLibrary } = createProgramMaker(typescript, base, config, graph, isCut);
  const findComments = createCommentFinder(typescript, new WeakMap());
  const syntaxOf = createSyntaxReader(typescript, options, new WeakMap());
  const importers = importersIn(graph, fileNames);
  const connect = (from: string, to: string) => void importers.set(to, [...(importers.get(to) ?? []), from]);
  const importersOf = (name: string) => importers.get(name) ?? [];

  const loading = fileNames.filter((name) => mayLoad(graph.textOf(name)));
  const names = new Set([...graph.tagged, ...loading]);
  // The types of values decide what a call loads, so the library is needed.
  let needsLibrary = loading.length > 0;
  if (needsLibrary) takeLibrary();
  const passing = new Set(graph.tagged);
  const seen = new Set<string>();
  let program = make(names);

  /** Examines a file. Returns whether its imports and contracts are clear without other files. */
  const look = (file: ts.SourceFile): boolean => {
    const { comments, mistakes } = findComments(file);
    const words = comments.map((each) => closedWordsOf(typescript, options, each));
    if (mistakes.length || !words.every((each) => each !== undefined)) return false;
    if (!words.every(isInSmallLibrary)) needsLibrary = true;
    if (!mayLoad(file.text)) return true;
    const context = {
      ts: typescript,
      program,
      syntaxOf,
      get checker() {
        return program.getTypeChecker();
      },
    };
    const possible = findPossibleLoads(context as Parameters<typeof findPossibleLoads>[0], file);
    const folderOf = (from: string) => (from.endsWith("/") ? `${from}module.ts` : from);
    const leadsOf = (texts: readonly { readonly text: string }[], from: string) =>
      texts.flatMap(({ text }) => graph.leads(text, folderOf(from)));
    // Only types can tell whether these calls load a module.
    if (possible.some(({ load }) => leadsOf(load.texts, file.fileName).length)) return false;
    return syntaxOf(file)
      .loads()
      .every(({ texts, isClosed: isAll, from }) => {
        for (const to of leadsOf(texts, from)) connect(file.fileName, to);
        return isAll;
      });
  };

  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const file of program.getSourceFiles()) {
      const { fileName } = file;
      if (!names.has(fileName) || seen.has(fileName)) continue;
      seen.add(fileName);
      if (!look(file)) return undefined;
    }
    if (needsLibrary && takeLibrary()) program = make(names);
    // Adds the files that import a contracted module, directly or through a re-export.
    const left = [...passing];
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      for (const each of importersOf(name)) {
        names.add(each);
        const file = passing.has(each) ? undefined : program.getSourceFile(each);
        if (!file || !mayHandOn(graph.textOf(each)) || !handsOn({ ts: typescript, options, syntaxOf }, file)) continue;
        passing.add(each);
        left.push(each);
      }
    }
    if (size !== names.size) program = make(names);
    else {
      // Adds the files on paths between two contracted modules.
      const ahead = reach(graph.tagged, (name) => graph.loadsOf(name));
      const behind = reach(graph.tagged, importersOf);
      for (const each of ahead) if (behind.has(each)) names.add(each);
      if (size !== names.size) program = make(names);
    }
  }
  // In CommonJS, it depends on the elided imports which `require()` call belongs to an import, so nothing can be cut.
  const isCommonJs = (file: ts.SourceFile) =>
    internalProgram(program).getEmitModuleFormatOfFile(file) === typescript.ModuleKind.CommonJS;
  if (cuts && program.getSourceFiles().some((file) => isCut(file.fileName) && isCommonJs(file)))
    return createSmallProgram(typescript, base, config, graph, false);
  return { program, host };
}
