/**
 * Whether a guard enforces the contract of a module that this program does not emit. Guards of importers rely on the
 * guard of the module itself. It is missing when another tool compiled the JavaScript of the module, and the package
 * publishes declarations or sources beside it.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { memoize, once } from "../analysis/memoize.js";
import type { ContractedModule } from "../analysis/model.js";
import { modeOf, resolveSpecifier } from "../analysis/resolution.js";
import type { ModuleSpecifier } from "../analysis/specifier.js";
import { isJson, referencedSourceOf } from "../compiler/compiler.js";
import type { Manifest } from "../discover/identity.js";
import type { ContractedModules } from "../discover/modules.js";
import type { GuardedImport } from "./imports.js";
import { createLoadedFiles, isJavaScriptName } from "./loaded.js";
import { importsIn, type WrittenImport } from "./written.js";

/** Why nothing enforces a contract. */
export interface EnforcementGap {
  /** `unenforced`: the loaded file has no guard. `unbuilt`: there is no output yet. */
  readonly kind: "unenforced" | "unbuilt";
  /** An emitted file that imports the module. */
  readonly importer: ts.SourceFile;
  /** The loaded file, if it is known. */
  readonly loaded?: string;
}

/** An import in an emitted file that leads to a contracted module outside of the emitted files. */
interface Origin {
  readonly importer: ts.SourceFile;
  readonly specifier: ModuleSpecifier;
  /** Whether the specifier names the module itself, not a file that re-exports it. */
  readonly isDirect: boolean;
}

/** The program, as the finder needs it. */
export interface EnforcementInput {
  readonly context: Context;
  readonly modules: ContractedModules;
  /** The files that the build emits. */
  emitted(): readonly ts.SourceFile[];
  isEmitted(file: ts.SourceFile): boolean;
  /** The imports of a file that reach a contracted module. */
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  findManifest(fileName: string): Manifest | undefined;
  /** Whether the program emits files. */
  readonly emits: boolean;
}

/** `src/billing/pay.ts` → `pay`, `billing/pay`, `src/billing/pay` */
function tailsOf(module: string): string[] {
  const parts = module.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "").split("/");
  return parts.map((_, index) => parts.slice(-index - 1).join("/"));
}

/** The file beside a declaration file: `pay.d.ts` → `pay.js`. */
const besideDeclaration = (fileName: string) => fileName.replace(/\.d\.([cm]?)ts$/, ".$1js");

/** The folders from that of a file up to another one. */
function foldersBetween(fileName: string, top: string): string[] {
  const folder = path.posix.dirname(fileName);
  return folder === top || !folder.startsWith(top) ? [folder] : [folder, ...foldersBetween(folder, top)];
}

/** Finds the imports in emitted files that lead to contracted modules outside of the emitted files. */
function createOriginFinder({ context, modules, emitted, isEmitted }: EnforcementInput) {
  const { ts } = context;

  /** The imports of a file that may exist at run time. */
  const importsOf = (file: ts.SourceFile): readonly WrittenImport[] => {
    const all = importsIn(context, file);
    // The imports of a declaration file are for types only. Its re-exports also exist in its JavaScript.
    return file.isDeclarationFile ? all.filter(({ node }) => ts.isExportDeclaration(node)) : all;
  };

  /** Whether an import names only types, so that TypeScript elides it. */
  const asksForTypes = ({ node }: WrittenImport): boolean => {
    const { name, namedBindings } = (ts.isImportDeclaration(node) && node.importClause) || {};
    if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
    const { Alias, Value } = ts.SymbolFlags;
    const isType = ({ isTypeOnly, name: local }: ts.ImportSpecifier) => {
      const symbol = context.checker.getSymbolAtLocation(local);
      return (
        isTypeOnly || (symbol && symbol.flags & Alias && !(context.checker.getAliasedSymbol(symbol).flags & Value))
      );
    };
    return namedBindings.elements.length > 0 && namedBindings.elements.every(isType);
  };

  /** The contracted files that a file loads through files which this program does not emit, and the file itself. */
  const reachedFrom = memoize((start: ts.SourceFile): readonly ts.SourceFile[] => {
    const files = new Set([start]);
    for (const file of files) {
      for (const { specifier } of importsOf(file)) {
        const next = resolveSpecifier(context, file, specifier);
        if (next && !isEmitted(next) && !isJson(next)) files.add(next);
      }
    }
    return [...files].filter((file) => modules.byFile.has(file));
  });

  return (): ReadonlyMap<ts.SourceFile, readonly Origin[]> => {
    const origins = new Map<ts.SourceFile, Origin[]>();
    for (const importer of emitted()) {
      for (const each of importsOf(importer)) {
        const { specifier } = each;
        const resolved = resolveSpecifier(context, importer, specifier);
        if (!resolved || isEmitted(resolved) || isJson(resolved)) continue;
        const reached = reachedFrom(resolved);
        if (!reached.length || asksForTypes(each)) continue;
        for (const file of reached) {
          const known = origins.get(file) ?? [];
          origins.set(file, [...known, { importer, specifier, isDirect: file === resolved }]);
        }
      }
    }
    return origins;
  };
}

/** The output files of a source of a referenced project. */
function referencedOutputsOf({ ts, program }: Context, source: string): readonly string[] {
  type References = ReturnType<ts.Program["getResolvedProjectReferences"]>;
  const seen = new Set<string>();
  const visit = (references: References = []): readonly string[] => {
    for (const reference of references) {
      if (!reference || seen.has(reference.sourceFile.fileName)) continue;
      seen.add(reference.sourceFile.fileName);
      const { commandLine } = reference;
      const found = commandLine.fileNames.includes(source)
        ? ts.getOutputFileNames(commandLine, source, !ts.sys.useCaseSensitiveFileNames)
        : visit(reference.references);
      if (found.length) return found;
    }
    return [];
  };
  return visit(program.getResolvedProjectReferences());
}

/**
 * Makes a finder of contracts that no guard enforces.
 *
 * @param input - The program.
 * @returns Finds the reason why a module's contract is not enforced; `undefined` when it is enforced.
 */
export function createEnforcementFinder(
  input: EnforcementInput,
): (module: ContractedModule) => EnforcementGap | undefined {
  const { context, emitted, isEmitted, importsOf, manifestOf, findManifest, emits } = input;
  const { program, options, host } = context;
  const loaded = createLoadedFiles(context);
  const originsByFile = once(createOriginFinder(input));

  /** Whether a file is an output of this program. */
  const isOutput = (fileName: string) => {
    const { outDir } = options;
    const sources = fileName.replace(/js(x?)$/, "ts$1");
    return outDir
      ? fileName.startsWith(`${outDir}/`)
      : [sources, `${sources}x`].some((name) => program.getSourceFile(name));
  };

  /**
   * Imports by a path alias to a source of this program. At run time, Node.js may find an installed package instead.
   */
  const aliasesOf = (module: ContractedModule): Origin[] => {
    const { folder } = manifestOf(module.comment.file) ?? {};
    const isAlias = ({ target, specifier }: GuardedImport) =>
      target === module && !/^\.{0,2}\/|^\.{1,2}$/.test(specifier.text);
    return emitted().flatMap((importer) =>
      importsOf(importer)
        .filter(
          (each) => isAlias(each) && (each.specifier.text.startsWith("#") || manifestOf(importer)?.folder !== folder),
        )
        .map(({ specifier, way }) => ({ importer, specifier, isDirect: !way.length })),
    );
  };

  /**
   * Whether there is a sidecar in a folder where a build of importspy puts it, though no file was found that loads it.
   */
  const isBuilt = (module: ContractedModule, javaScript: string) => {
    const top = findManifest(javaScript)?.folder ?? path.posix.dirname(javaScript);
    const names = tailsOf(module.module).flatMap((tail) => [`${tail}.js`, `${tail}.mjs`, `${tail}.cjs`]);
    return foldersBetween(javaScript, top).some((folder) =>
      names.some((name) => loaded.guardIn(`${folder}/${name}`, module).isThere),
    );
  };

  const isGuarded = (module: ContractedModule, { isDirect }: Origin, javaScript: string): boolean => {
    const { isThere, files } = loaded.guardIn(javaScript, module);
    if (isThere || isDirect) return isThere;
    const own = besideDeclaration(module.comment.file.fileName);
    // A re-export of types only loads nothing.
    return isJavaScriptName(own) && host.fileExists(own) ? !files.has(own) : isBuilt(module, javaScript);
  };

  /** The files that an import loads. */
  const loadedBy = (module: ContractedModule, { importer, specifier }: Origin): readonly string[] => {
    const { file } = module.comment;
    const source = referencedSourceOf(program, file);
    if (source !== undefined) {
      const outputs = [...referencedOutputsOf(context, source), besideDeclaration(file.fileName)];
      const built = outputs.find((name) => isJavaScriptName(name) && host.fileExists(name));
      if (built) return [built];
    }
    return loaded.resolve(specifier.text, importer.fileName, modeOf(context, importer, specifier));
  };

  const gapOf = (module: ContractedModule, origin: Origin): EnforcementGap | undefined => {
    const { importer } = origin;
    const isOwn = isEmitted(module.comment.file);
    const all = loadedBy(module, origin);
    const scripts = all.filter((name) => isJavaScriptName(name) && !(isOwn && isOutput(name)));
    const unguarded = scripts.find((name) => !isGuarded(module, origin, name));
    if (unguarded) return { kind: "unenforced", importer, loaded: unguarded };
    if (scripts.length || isOwn) return undefined;
    // The package publishes its sources. A tool that compiles them when they are loaded adds no guard.
    if (all[0]) return { kind: "unenforced", importer, loaded: all[0] };
    return emits ? { kind: "unbuilt", importer } : undefined;
  };

  return memoize((module) => {
    if (module.declaredIn !== undefined) return undefined;
    const { file } = module.comment;
    // An editor only looks at the imports of modules that are not emitted, because all imports would take too long.
    const own = isEmitted(file);
    const origins = own ? (emits ? aliasesOf(module) : []) : (originsByFile().get(file) ?? []);
    if (module.isHandWritten) return origins[0] && { kind: "unenforced", importer: origins[0].importer };
    const gaps = origins.map((origin) => gapOf(module, origin)).filter((gap) => gap !== undefined);
    return gaps.find(({ kind }) => kind === "unenforced") ?? gaps[0];
  });
}
