/**
 * A program of the files that contracts have to do with: contracted modules, who imports them, who hands them on. It is
 * made where that is seen to say all that the program of all files would; else there is none. Types of other modules are
 * missing in it, so what it reports is not an answer: the program of all files is asked again.
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
import type { TextGraph } from "./texts/graph.js";
import { mayLoad } from "./texts/plain.js";

/** A program of some files. */
export interface SmallProgram {
  readonly program: ts.Program;
  readonly host: ts.CompilerHost;
}

/** Options by which a file of another name or place may be meant, or by which other files have a say. */
const OTHER_FILES = ["allowJs", "checkJs", "baseUrl", "rootDirs", "moduleSuffixes", "noLib", "outFile"];

/** An export that may come from another file; what declares something new is none. */
const HANDS_ON =
  /\bexport\b(?!\s+(?:declare\s+)?(?:(?:async\s+)?function\b|interface\b|type\s+[\w$]+\s*[=<]|(?:const\s+)?enum\b|(?:abstract\s+)?class\b))/;
/** What adds something to what is exported. */
const ADDS =
  /\b(?:static|exports|namespace)\b|\bmodule\s+[\w$]+\s*\{|\bObject\s*\.\s*(?:assign|define)|(?<![\w$.])(?!this\b)[A-Za-z_$][\w$]*(?:\.[\w$#]+|\[[^\]\n]*\])+\s*=(?![=>])/;

const mayHandOn = (text: string) => HANDS_ON.test(text) || ADDS.test(text);

/** Makes programs of some files, each file parsed once. */
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
  /** The text that stands for a file. */
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
    /** Takes TypeScript's own library from now on; whether it is another one than before. */
    takeLibrary(): boolean {
      if (isWhole) return false;
      isWhole = true;
      for (const name of [...parsed.keys()].filter(isLibrary)) parsed.delete(name);
      return true;
    },
    make(names: ReadonlySet<string>): ts.Program {
      wanted = names;
      // In the order of the program of all files: it decides in which order unions are printed.
      return typescript.createProgram({ rootNames: order.filter((name) => names.has(name)), options, host });
    },
  };
}

/** Follows a graph from some files to all that it leads to. */
function reach(starts: Iterable<string>, next: (name: string) => Iterable<string>): Set<string> {
  const found = new Set<string>();
  const left = [...starts];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    for (const each of next(name)) {
      if (found.has(each)) continue;
      found.add(each);
      left.push(each);
    }
  }
  return found;
}

/**
 * Makes a small program.
 *
 * @param typescript - The compiler.
 * @param base - Reads files.
 * @param config - The project.
 * @param graph - What its texts tell.
 * @param cuts - Whether of files that do no more than to import, nothing but the imports is needed. Which of them
 * TypeScript elides is not known then.
 * @returns `undefined` where only the program of all files can tell.
 */
export function createSmallProgram(
  typescript: TypeScript,
  base: ts.CompilerHost,
  config: ts.ParsedCommandLine,
  graph: TextGraph,
  cuts: boolean,
): SmallProgram | undefined {
  const { options, fileNames, projectReferences } = config;
  const listed = new Set(fileNames);
  const isOther = OTHER_FILES.some((name) => options[name] !== undefined && options[name] !== false);
  if (isOther || projectReferences?.length || graph.reachesImportspy) return undefined;
  if (!fileNames.every((name) => graph.has(name)) || !graph.tagged.every((name) => listed.has(name))) return undefined;
  if (graph.tagged.some((name) => name.endsWith(".d.ts"))) return undefined;

  const tagged = new Set(graph.tagged);
  const isCut = memoize((name: string): boolean => {
    const text = cuts && listed.has(name) && !tagged.has(name) ? graph.textOf(name) : undefined;
    return text !== undefined && !mayLoad(text) && !mayHandOn(text);
  });
  const { host, make, takeLibrary } = createProgramMaker(typescript, base, config, graph, isCut);
  const findComments = createCommentFinder(typescript, new WeakMap());
  const syntaxOf = createSyntaxReader(typescript, options, new WeakMap());
  const importers = new Map<string, string[]>();
  const connect = (from: string, to: string) => void importers.set(to, [...(importers.get(to) ?? []), from]);
  for (const name of fileNames) for (const to of graph.loadsOf(name)) connect(name, to);
  const importersOf = (name: string) => importers.get(name) ?? [];

  const loading = fileNames.filter((name) => mayLoad(graph.textOf(name)));
  const names = new Set([...graph.tagged, ...loading]);
  // What is loaded by a call is told by types of values.
  let needsLibrary = loading.length > 0;
  if (needsLibrary) takeLibrary();
  const passing = new Set(graph.tagged);
  const seen = new Set<string>();
  let program = make(names);

  /** Looks at a file; whether it shows all that it loads and what its contracts mean. */
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
    // Only types tell whether they load anything.
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
    // Those that import a contracted module, or what hands it on.
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
      // What lies between two contracted modules.
      const ahead = reach(graph.tagged, (name) => graph.loadsOf(name));
      const behind = reach(graph.tagged, importersOf);
      for (const each of ahead) if (behind.has(each)) names.add(each);
      if (size !== names.size) program = make(names);
    }
  }
  // What became of an import in CommonJS is told by what is elided.
  const isCommonJs = (file: ts.SourceFile) =>
    internalProgram(program).getEmitModuleFormatOfFile(file) === typescript.ModuleKind.CommonJS;
  if (cuts && program.getSourceFiles().some((file) => isCut(file.fileName) && isCommonJs(file)))
    return createSmallProgram(typescript, base, config, graph, false);
  return { program, host };
}
