import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { memoize, once } from "../analysis/memoize.js";
import type { ContractedModule } from "../analysis/model.js";
import { modeOf, resolveSpecifier } from "../analysis/resolution.js";
import { type ModuleSpecifier, written } from "../analysis/specifier.js";
import { bind, internalFile } from "../compiler/compiler.js";
import { type ContractedModules, isPublished } from "../discover/modules.js";
import { ALL, DEFAULT, type Name, type Reference } from "./reference.js";
import { findReferences } from "./references.js";
import { importsIn } from "./written.js";

/** Where an exported name comes from. */
export interface Origin {
  readonly target: ContractedModule;
  /** The files that export it again, the first one asked for it first. */
  readonly way: readonly ts.SourceFile[];
}

/** Follows names through files that export them again, by their declarations alone: hardly a type is needed. */
export interface ReexportResolver {
  /** Whether a file exports anything that it does not declare itself. */
  exportsAgain(file: ts.SourceFile): boolean;
  /**
   * Contracted modules whose exports stand behind a name that a file imports.
   *
   * @param importer - The importing file.
   * @param reference - What it imports.
   * @param file - The file that the specifier resolves to; it is not an origin itself.
   */
  originsOf(importer: ts.SourceFile, reference: Reference, file: ts.SourceFile): readonly Origin[];
  /** Whether what a file imports is all that the other file exports, as one object. */
  isWhole(importer: ts.SourceFile, reference: Reference, file: ts.SourceFile): boolean;
}

const STAR = "__export" as ts.__String;
const EXPORT_EQUALS = "export=" as ts.__String;

type FileContext = Pick<Context, "ts" | "options" | "syntaxOf">;

const tableOf = ({ ts, options }: FileContext, file: ts.SourceFile): ts.SymbolTable | undefined =>
  bind(ts, file, options).symbol?.exports;

/** `export * from` of a file. */
function starsIn(context: FileContext, file: ts.SourceFile): Reference[] {
  const { ts } = context;
  return (tableOf(context, file)?.get(STAR)?.declarations ?? []).flatMap((star) => {
    if (!ts.isExportDeclaration(star) || star.isTypeOnly || !star.moduleSpecifier) return [];
    return { specifier: written(star.moduleSpecifier as ts.StringLiteralLike), name: ALL };
  });
}

/**
 * Whether a file exports anything that comes from another one, by its syntax.
 *
 * @param context - The compiler.
 * @param file - The file.
 */
export function handsOn(context: FileContext, file: ts.SourceFile): boolean {
  // Files of data are large and take nothing from others.
  if (!internalFile(file).imports?.length && !file.text.includes("require")) return false;
  const symbols = [...(tableOf(context, file)?.values() ?? [])];
  return starsIn(context, file).length > 0 || symbols.some((each) => findReferences(context, file, each).length > 0);
}

/**
 * Makes a resolver of re-exports.
 *
 * @param context - The program.
 * @param modules - The contracted modules.
 * @param isOfInterest - Whether a contracted module restricts its importers.
 * @param sources - The files that the program emits, where they may all be looked at.
 */
export function createReexportResolver(
  context: Context,
  modules: ContractedModules,
  isOfInterest: (module: ContractedModule) => boolean,
  sources: () => readonly ts.SourceFile[] | undefined,
): ReexportResolver {
  const { ts, options } = context;

  const exportsOf = (file: ts.SourceFile) => tableOf(context, file);
  const starsOf = (file: ts.SourceFile) => starsIn(context, file);

  const keepsConstEnums = options.preserveConstEnums || options.isolatedModules || options.verbatimModuleSyntax;
  const { Value, ConstEnum, Alias } = ts.SymbolFlags;
  const values = keepsConstEnums ? Value : Value & ~ConstEnum;

  /** Whether a name is one at run time: types can be had without loading anything. */
  const isValue = (symbol: ts.Symbol): boolean => {
    if (!(symbol.flags & Alias)) return (symbol.flags & values) !== 0;
    if (symbol.declarations?.every((declaration) => ts.isTypeOnlyImportOrExportDeclaration(declaration))) return false;
    return (context.checker.getAliasedSymbol(symbol).flags & values) !== 0;
  };

  /** Node hands an ES module all that a CommonJS module exports as its default; others do so when it has no default. */
  const nameIn = (target: ts.SourceFile, file: ts.SourceFile, { specifier, name }: Reference): Name => {
    if (name !== DEFAULT) return name;
    if (!exportsOf(target)?.has(DEFAULT)) return ALL;
    const mode = modeOf(context, file, specifier);
    const isWhole = mode === ts.ModuleKind.ESNext && target.impliedNodeFormat === ts.ModuleKind.CommonJS;
    return isWhole ? ALL : name;
  };

  /** Whether a module that somebody else wrote has a value of a name; one that is named need not be found. */
  const isAmbientValue = ({ node }: ModuleSpecifier, name: Name, isStar: boolean): boolean => {
    if (name === ALL) return true;
    const module = context.checker.getSymbolAtLocation(node);
    const member = module && context.checker.tryGetMemberInModuleExports(ts.unescapeLeadingUnderscores(name), module);
    return member ? isValue(member) : !isStar;
  };

  /** One question; it remembers where it was, because files may export each other in a circle. */
  const ask = (start: ts.SourceFile, startName: Name): readonly Origin[] => {
    const visited = new Map<ts.SourceFile, Set<Name>>();

    const behind = (file: ts.SourceFile, reference: Reference, isStar = false): readonly Origin[] => {
      const { specifier, name } = reference;
      const resolved = resolveSpecifier(context, file, specifier);
      // What the files of another package import is that package's own affair.
      const ambient = file.isDeclarationFile ? undefined : modules.ambient(specifier.text, resolved);
      const reachesAmbient = ambient && isOfInterest(ambient) && isAmbientValue(specifier, name, isStar);
      const own = reachesAmbient ? [{ target: ambient, way: [] }] : [];
      return resolved ? [...own, ...find(resolved, nameIn(resolved, file, reference))] : own;
    };

    const find = (file: ts.SourceFile, name: Name): readonly Origin[] => {
      const asked = visited.get(file) ?? new Set();
      if (asked.has(name)) return [];
      visited.set(file, asked.add(name));
      const exported = exportsOf(file);
      const named = name === ALL ? undefined : exported?.get(name);
      // `export = x` exports the members of x.
      const whole = named ? undefined : exported?.get(EXPORT_EQUALS);
      const target = file === start ? undefined : modules.byFile.get(file);
      const isOrigin = target && (name === ALL || (named ? isValue(named) : whole)) && isOfInterest(target);
      const symbols = name === ALL ? [...(exported?.values() ?? [])] : [named ?? whole];
      const references = symbols.flatMap((symbol) =>
        findReferences(context, file, symbol, symbol === whole ? name : ALL),
      );
      // `export *` takes all but the default, and what the file itself exports goes before.
      const stars = named || name === DEFAULT ? [] : starsOf(file);
      const further = [
        ...references.flatMap((reference) => behind(file, reference)),
        ...stars.flatMap(({ specifier }) => behind(file, { specifier, name }, true)),
      ].map((origin) => ({ ...origin, way: [file, ...origin.way] }));
      const origins = isOrigin ? [{ target, way: [] }, ...further] : further;
      return origins.filter((origin, index) => origins.findIndex((each) => each.target === origin.target) === index);
    };

    return find(start, startName);
  };

  /**
   * The files that import something of interest, or what hands it on: no others have to be gone through for what they
   * hand on. `undefined` where all may.
   */
  const candidates = once((): ReadonlySet<ts.SourceFile> | undefined => {
    const files = sources();
    if (!files) return undefined;
    const restricted = modules.all.filter(isOfInterest);
    // A package may hand on contracts of its own, and declarations are quickly gone through.
    const mayCome = restricted.some(isPublished);
    const restrictedFiles = new Set(restricted.map(({ comment }) => comment.file));
    const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
    const found = new Set<ts.SourceFile>();
    const left: ts.SourceFile[] = [];
    const add = (file: ts.SourceFile) => {
      if (found.has(file)) return;
      found.add(file);
      if (handsOn(context, file)) left.push(file);
    };
    for (const file of restricted.length ? files : []) {
      for (const { specifier } of importsIn(context, file)) {
        const resolved = resolveSpecifier(context, file, specifier);
        const ambient = modules.ambient(specifier.text, resolved);
        if (resolved) importers.set(resolved, [...(importers.get(resolved) ?? []), file]);
        const isDirect = resolved && restrictedFiles.has(resolved);
        if (isDirect || (ambient && isOfInterest(ambient)) || (mayCome && resolved?.isDeclarationFile)) add(file);
      }
    }
    for (let file = left.pop(); file; file = left.pop()) for (const each of importers.get(file) ?? []) add(each);
    return found;
  });

  const exportsAgain = memoize(
    (file: ts.SourceFile) => (file.isDeclarationFile || (candidates()?.has(file) ?? true)) && handsOn(context, file),
  );
  const namesOf = memoize((_: ts.SourceFile) => new Map<Name, readonly Origin[]>());
  const originsOf: ReexportResolver["originsOf"] = (importer, reference, file) => {
    const name = nameIn(file, importer, reference);
    const known = namesOf(file);
    const origins = known.get(name) ?? ask(file, name);
    known.set(name, origins);
    return origins;
  };
  const isWhole: ReexportResolver["isWhole"] = (importer, reference, file) => nameIn(file, importer, reference) === ALL;
  return { exportsAgain, originsOf, isWhole };
}
