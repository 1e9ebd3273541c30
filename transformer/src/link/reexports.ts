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

/** A contracted module from which an exported name comes. */
export interface Origin {
  readonly target: ContractedModule;
  /** The files that re-export it, starting with the one that is imported. */
  readonly way: readonly ts.SourceFile[];
}

/** Follows names through re-exports by their declarations. It needs almost no types. */
export interface ReexportResolver {
  /** Whether a file re-exports something. */
  exportsAgain(file: ts.SourceFile): boolean;
  /**
   * The contracted modules from which an imported name comes.
   *
   * @param importer - The importing file.
   * @param reference - The specifier and the imported name.
   * @param file - The file that the specifier resolves to. It is not included in the result.
   */
  originsOf(importer: ts.SourceFile, reference: Reference, file: ts.SourceFile): readonly Origin[];
  /** Whether an import gets all exports of the other file as one object. */
  isWhole(importer: ts.SourceFile, reference: Reference, file: ts.SourceFile): boolean;
}

const STAR = "__export" as ts.__String;
const EXPORT_EQUALS = "export=" as ts.__String;

type FileContext = Pick<Context, "ts" | "options" | "syntaxOf">;

const tableOf = ({ ts, options }: FileContext, file: ts.SourceFile): ts.SymbolTable | undefined =>
  bind(ts, file, options).symbol?.exports;

/** The `export * from` declarations of a file. */
function starsIn(context: FileContext, file: ts.SourceFile): Reference[] {
  const { ts } = context;
  return (tableOf(context, file)?.get(STAR)?.declarations ?? []).flatMap((star) => {
    if (!ts.isExportDeclaration(star) || star.isTypeOnly || !star.moduleSpecifier) return [];
    return { specifier: written(star.moduleSpecifier as ts.StringLiteralLike), name: ALL };
  });
}

/**
 * Whether a file re-exports something, by its syntax.
 *
 * @param context - The compiler.
 * @param file - The file.
 */
export function handsOn(context: FileContext, file: ts.SourceFile): boolean {
  // A quick test for files without imports, such as large files of data.
  if (!internalFile(file).imports?.length && !file.text.includes("require")) return false;
  const symbols = [...(tableOf(context, file)?.values() ?? [])];
  return starsIn(context, file).length > 0 || symbols.some((each) => findReferences(context, file, each).length > 0);
}

/**
 * Makes the resolver of re-exports.
 *
 * @param context - The program.
 * @param modules - The contracted modules.
 * @param isOfInterest - Whether a contracted module restricts its importers.
 * @param sources - The files that the program emits; `undefined` when looking at all of them is too slow.
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

  /** Whether a name is a value. A type is imported without loading its module. */
  const isValue = (symbol: ts.Symbol): boolean => {
    if (!(symbol.flags & Alias)) return (symbol.flags & values) !== 0;
    if (symbol.declarations?.every((declaration) => ts.isTypeOnlyImportOrExportDeclaration(declaration))) return false;
    return (context.checker.getAliasedSymbol(symbol).flags & values) !== 0;
  };

  /**
   * In Node.js, the default import of a CommonJS module in an ES module is the object with all of its exports. Bundlers
   * do the same when the module has no default export.
   */
  const nameIn = (target: ts.SourceFile, file: ts.SourceFile, { specifier, name }: Reference): Name => {
    if (name !== DEFAULT) return name;
    if (!exportsOf(target)?.has(DEFAULT)) return ALL;
    const mode = modeOf(context, file, specifier);
    const isWhole = mode === ts.ModuleKind.ESNext && target.impliedNodeFormat === ts.ModuleKind.CommonJS;
    return isWhole ? ALL : name;
  };

  /**
   * Whether an external module exports a value of this name. A name in an import is trusted, even if its types lack it.
   */
  const isAmbientValue = ({ node }: ModuleSpecifier, name: Name, isStar: boolean): boolean => {
    if (name === ALL) return true;
    const module = context.checker.getSymbolAtLocation(node);
    const member = module && context.checker.tryGetMemberInModuleExports(ts.unescapeLeadingUnderscores(name), module);
    return member ? isValue(member) : !isStar;
  };

  /** One query. It remembers which files it has visited, since files can re-export each other in a circle. */
  const ask = (start: ts.SourceFile, startName: Name): readonly Origin[] => {
    const visited = new Map<ts.SourceFile, Set<Name>>();

    const behind = (file: ts.SourceFile, reference: Reference, isStar = false): readonly Origin[] => {
      const { specifier, name } = reference;
      const resolved = resolveSpecifier(context, file, specifier);
      // The imports of an installed package are guarded by that package.
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
      // `export = x` exports the members of `x`.
      const whole = named ? undefined : exported?.get(EXPORT_EQUALS);
      const target = file === start ? undefined : modules.byFile.get(file);
      const isOrigin = target && (name === ALL || (named ? isValue(named) : whole)) && isOfInterest(target);
      const symbols = name === ALL ? [...(exported?.values() ?? [])] : [named ?? whole];
      const references = symbols.flatMap((symbol) =>
        findReferences(context, file, symbol, symbol === whole ? name : ALL),
      );
      // `export *` leaves out `default`, and the file's own exports take precedence.
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
   * The files that import a restricted module, directly or through a re-export. Only these can re-export it.
   * `undefined` when all files can.
   */
  const candidates = once((): ReadonlySet<ts.SourceFile> | undefined => {
    const files = sources();
    if (!files) return undefined;
    const restricted = modules.all.filter(isOfInterest);
    // An installed package may re-export contracted modules of its own. Declaration files are fast to search.
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
