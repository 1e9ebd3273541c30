/**
 * Whether the contract of a module that this program does not emit is enforced. Guards of importers rely on the guard of
 * the module itself, which is there only where importspy compiled what is loaded at run time: a package may hand out
 * declarations, or its TypeScript sources, beside JavaScript that another tool has made of them.
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

/** What is wrong with the enforcement of a contract. */
export interface EnforcementGap {
  /** `unenforced`: what is loaded has no guard. `unbuilt`: nothing is there yet, so that nobody can tell. */
  readonly kind: "unenforced" | "unbuilt";
  /** An emitted file that imports the module. */
  readonly importer: ts.SourceFile;
  /** What that loads, when it is known. */
  readonly loaded?: string;
}

/** An import of an emitted file, that leads to a contracted module which this program does not emit. */
interface Origin {
  readonly importer: ts.SourceFile;
  readonly specifier: ModuleSpecifier;
  /** Whether the specifier names the module itself, and not a file that leads to it. */
  readonly isDirect: boolean;
}

/** What the finder needs to know of a program. */
export interface EnforcementInput {
  readonly context: Context;
  readonly modules: ContractedModules;
  /** The files that a build turns into JavaScript. */
  emitted(): readonly ts.SourceFile[];
  isEmitted(file: ts.SourceFile): boolean;
  /** The imports of a file that reach a contracted module. */
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  findManifest(fileName: string): Manifest | undefined;
  /** Whether the program emits anything at all. */
  readonly emits: boolean;
}

/** `src/billing/pay.ts` → `pay`, `billing/pay`, `src/billing/pay` */
function tailsOf(module: string): string[] {
  const parts = module.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "").split("/");
  return parts.map((_, index) => parts.slice(-index - 1).join("/"));
}

/** `pay.d.ts` → `pay.js`, what lies beside a declaration file. */
const besideDeclaration = (fileName: string) => fileName.replace(/\.d\.([cm]?)ts$/, ".$1js");

/** The folders from a file's own one up to another. */
function foldersBetween(fileName: string, top: string): string[] {
  const folder = path.posix.dirname(fileName);
  return folder === top || !folder.startsWith(top) ? [folder] : [folder, ...foldersBetween(folder, top)];
}

/** Finds which imports of emitted files lead to contracted modules that the program does not emit. */
function createOriginFinder({ context, modules, emitted, isEmitted }: EnforcementInput) {
  const { ts } = context;

  /** The imports of a file that are there at run time, too, as far as its syntax tells. */
  const importsOf = (file: ts.SourceFile): readonly WrittenImport[] => {
    const all = importsIn(context, file);
    // What a declaration file imports, it needs for types; what it exports again, its module does as well.
    return file.isDeclarationFile ? all.filter(({ node }) => ts.isExportDeclaration(node)) : all;
  };

  /** Whether an import asks for nothing but types, so that TypeScript elides it. */
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

  /** The contracted files that a file loads through files which this program does not emit, itself included. */
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

/** The outputs of a source of a referenced project. */
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
 * Makes a finder of contracts that nothing enforces.
 *
 * @param input - The program.
 * @returns What is wrong with the enforcement of a contracted module, if anything.
 */
export function createEnforcementFinder(
  input: EnforcementInput,
): (module: ContractedModule) => EnforcementGap | undefined {
  const { context, emitted, isEmitted, importsOf, manifestOf, findManifest, emits } = input;
  const { program, options, host } = context;
  const loaded = createLoadedFiles(context);
  const originsByFile = once(createOriginFinder(input));

  /** Whether a file is, or will be, an output of this program. */
  const isOutput = (fileName: string) => {
    const { outDir } = options;
    const sources = fileName.replace(/js(x?)$/, "ts$1");
    return outDir
      ? fileName.startsWith(`${outDir}/`)
      : [sources, `${sources}x`].some((name) => program.getSourceFile(name));
  };

  /** A path alias leads to a source of this program, where Node.js may find the package of that name. */
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

  /** Whether a sidecar lies where a build of importspy would have put it, though nothing was seen to load it. */
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
    // What is exported again may be types alone, which load nothing.
    return isJavaScriptName(own) && host.fileExists(own) ? !files.has(own) : isBuilt(module, javaScript);
  };

  /** What an import loads. */
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
    // A package that hands out its sources: what compiles them when they are loaded knows of no guard.
    if (all[0]) return { kind: "unenforced", importer, loaded: all[0] };
    return emits ? { kind: "unbuilt", importer } : undefined;
  };

  return memoize((module) => {
    if (module.declaredIn !== undefined) return undefined;
    const { file } = module.comment;
    // To look at every import takes an editor too long.
    const own = isEmitted(file);
    const origins = own ? (emits ? aliasesOf(module) : []) : (originsByFile().get(file) ?? []);
    if (module.isHandWritten) return origins[0] && { kind: "unenforced", importer: origins[0].importer };
    const gaps = origins.map((origin) => gapOf(module, origin)).filter((gap) => gap !== undefined);
    return gaps.find(({ kind }) => kind === "unenforced") ?? gaps[0];
  });
}
