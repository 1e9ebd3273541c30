import type ts from "typescript";
import { bind, internalFile, internalProgram } from "../compiler.js";
import type { Context } from "../context.js";

/** Where an exported name comes from. */
export interface Origin {
  /** The file that declares it. */
  readonly file: ts.SourceFile;
  /** The files that export it again, the first one asked for it first. */
  readonly way: readonly ts.SourceFile[];
}

/** An exported name, or {@link ALL} of them. */
export type Name = ts.__String | undefined;

/** All names that a file exports: those of its namespace object. */
export const ALL = undefined;

const DEFAULT = "default" as ts.__String;

/** Follows names through files that export them again, by their declarations alone: no type is needed. */
export interface ReexportResolver {
  /** Whether a file exports anything that it does not declare itself. */
  exportsAgain(file: ts.SourceFile): boolean;
  /** Origins of an exported name of a file, other than the file itself. */
  originsOf(file: ts.SourceFile, name: Name): readonly Origin[];
}

/**
 * Makes a resolver of re-exports.
 *
 * @param context - The program.
 * @param isOrigin - Files at which to stop: the contracted modules of interest.
 */
export function createReexportResolver(context: Context, isOrigin: (file: ts.SourceFile) => boolean): ReexportResolver {
  const { ts, program } = context;
  const STAR = "__export" as ts.__String;

  const exportsOf = (file: ts.SourceFile): ts.SymbolTable | undefined => {
    // A checker would bind it, but there may be none yet.
    bind(ts, file, context.options);
    return internalFile(file).symbol?.exports;
  };

  const resolve = (file: ts.SourceFile, specifier: ts.Expression): ts.SourceFile | undefined => {
    if (!ts.isStringLiteralLike(specifier)) return undefined;
    const resolution = internalProgram(program).getResolvedModuleFromModuleSpecifier(specifier, file);
    const fileName = resolution?.resolvedModule?.resolvedFileName;
    return fileName === undefined ? undefined : program.getSourceFile(fileName);
  };

  /** One question; it remembers where it was, because files may export each other in a circle. */
  const ask = (start: ts.SourceFile, startName: Name): readonly Origin[] => {
    const visited = new Map<ts.SourceFile, Set<Name>>();

    const behind = (file: ts.SourceFile, specifier: ts.Expression | undefined, name: Name): readonly Origin[] => {
      const target = specifier && resolve(file, specifier);
      return target ? find(target, name) : [];
    };

    const ofLocal = (file: ts.SourceFile, name: ts.Expression | ts.ModuleExportName): readonly Origin[] => {
      const symbol = ts.isIdentifier(name) ? internalFile(file).locals?.get(name.escapedText) : undefined;
      return (symbol?.declarations ?? []).flatMap((declaration) => ofDeclaration(file, declaration));
    };

    /** Origins of an import binding or of an exported alias. */
    const ofDeclaration = (file: ts.SourceFile, node: ts.Declaration): readonly Origin[] => {
      if (ts.isImportClause(node)) return behind(file, node.parent.moduleSpecifier as ts.Expression, DEFAULT);
      if (ts.isNamespaceImport(node)) return behind(file, node.parent.parent.moduleSpecifier as ts.Expression, ALL);
      if (ts.isNamespaceExport(node)) return behind(file, node.parent.moduleSpecifier, ALL);
      if (ts.isExportAssignment(node)) return ofLocal(file, node.expression);
      if (ts.isImportSpecifier(node)) {
        const { moduleSpecifier } = node.parent.parent.parent as ts.ImportDeclaration;
        return behind(file, moduleSpecifier, nameOf(node.propertyName ?? node.name));
      }
      if (ts.isExportSpecifier(node)) {
        const exported = node.propertyName ?? node.name;
        const { moduleSpecifier } = node.parent.parent;
        return moduleSpecifier ? behind(file, moduleSpecifier, nameOf(exported)) : ofLocal(file, exported);
      }
      if (ts.isImportEqualsDeclaration(node)) {
        const { moduleReference } = node;
        if (ts.isExternalModuleReference(moduleReference)) return behind(file, moduleReference.expression, ALL);
        return ts.isIdentifier(moduleReference) ? ofLocal(file, moduleReference) : [];
      }
      return [];
    };

    const find = (file: ts.SourceFile, name: Name): readonly Origin[] => {
      const asked = visited.get(file) ?? new Set();
      if (asked.has(name)) return [];
      visited.set(file, asked.add(name));
      const exported = exportsOf(file);
      const isDeclaredHere = name !== ALL && exported?.has(name);
      const mayBeOrigin = name === ALL || isDeclaredHere;
      if (mayBeOrigin && file !== start && isOrigin(file)) return [{ file, way: [] }];
      const symbols = name === ALL ? [...(exported?.values() ?? [])] : [exported?.get(name)];
      const origins = symbols.flatMap((symbol) =>
        (symbol?.declarations ?? []).flatMap((declaration) => ofDeclaration(file, declaration)),
      );
      const stars = isDeclaredHere ? [] : (exported?.get(STAR)?.declarations ?? []);
      for (const star of stars) {
        if (ts.isExportDeclaration(star)) origins.push(...behind(file, star.moduleSpecifier, name));
      }
      // Last, because the answer takes the file's contract to be checked.
      if (!origins.length || (mayBeOrigin && file === start && isOrigin(file))) return [];
      const byFile = new Map(origins.map((origin) => [origin.file, { ...origin, way: [file, ...origin.way] }]));
      return [...byFile.values()];
    };

    const nameOf = (name: ts.ModuleExportName): ts.__String =>
      ts.isIdentifier(name) ? name.escapedText : ts.escapeLeadingUnderscores(name.text);

    return find(start, startName);
  };

  const exportingAgain = new Map<ts.SourceFile, boolean>();
  const exportsAgain = (file: ts.SourceFile): boolean => {
    const known = exportingAgain.get(file);
    if (known !== undefined) return known;
    const symbols = [...(exportsOf(file)?.values() ?? [])];
    const found = symbols.some(({ flags }) => flags & (ts.SymbolFlags.Alias | ts.SymbolFlags.ExportStar));
    exportingAgain.set(file, found);
    return found;
  };

  const known = new Map<ts.SourceFile, Map<Name, readonly Origin[]>>();
  const originsOf = (file: ts.SourceFile, name: Name): readonly Origin[] => {
    const byName = known.get(file) ?? new Map<Name, readonly Origin[]>();
    known.set(file, byName);
    const origins = byName.get(name) ?? ask(file, name);
    byName.set(name, origins);
    return origins;
  };
  return { exportsAgain, originsOf };
}
