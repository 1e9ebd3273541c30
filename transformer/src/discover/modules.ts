import type ts from "typescript";
import { internalProgram, isCommonJs, isJson, referencedSourceOf } from "../compiler.js";
import { type Context, createDiagnostic, type Report, tagSpanOf } from "../context.js";
import type { ContractComment, ContractedModule, ModuleIdentity } from "../model.js";
import { readPublication } from "../publication.js";
import type { CommentFinder } from "./cache.js";
import { keyOf } from "./identity.js";

/** The contracted modules of a program. */
export interface ContractedModules {
  readonly byFile: ReadonlyMap<ts.SourceFile, ContractedModule>;
  /** Modules that somebody else wrote, by the name in `declare module "…"`. */
  readonly byName: ReadonlyMap<string, ContractedModule>;
  /** The modules that an import loads, by its specifier and the file of the program that it resolves to. */
  loadedBy(specifier: string, resolved: ts.SourceFile | undefined): readonly ContractedModule[];
  readonly all: readonly ContractedModule[];
  readonly isEmpty: boolean;
  /** The modules whose contracts stand in a file. */
  heldBy(file: ts.SourceFile): readonly ContractedModule[];
}

/** The name in `declare module "…"`. */
function ambientNameOf({ ts }: Context, statement: ts.Statement | undefined): ts.StringLiteral | undefined {
  if (!statement || !ts.isModuleDeclaration(statement) || !ts.isStringLiteral(statement.name)) return undefined;
  return statement.name;
}

const isRelative = (specifier: string) => /^\.\.?\//.test(specifier);

/**
 * The file that `declare module "./x.js"` augments: importers name that differently, each from where it is. A package is
 * known by its name.
 */
function augmentedFileOf({ program }: Context, name: ts.StringLiteral, file: ts.SourceFile): ts.SourceFile | undefined {
  const resolution = internalProgram(program).getResolvedModuleFromModuleSpecifier(name, file);
  const fileName = resolution?.resolvedModule?.resolvedFileName;
  const resolved = fileName === undefined ? undefined : program.getSourceFile(fileName);
  const isOwn = resolved && !resolved.isDeclarationFile && !program.isSourceFileFromExternalLibrary(resolved);
  return isOwn || isRelative(name.text) ? resolved : undefined;
}

/** Of the names with a `*`, the one that TypeScript takes for a specifier: that with the longest text before the `*`. */
function findPattern(byName: ReadonlyMap<string, ContractedModule>, specifier: string): ContractedModule | undefined {
  const matches = [...byName].flatMap(([name, module]) => {
    const [before = "", after] = name.split("*");
    if (after === undefined || specifier.length < before.length + after.length) return [];
    return specifier.startsWith(before) && specifier.endsWith(after) ? [{ before, module }] : [];
  });
  return matches.sort((a, b) => b.before.length - a.before.length)[0]?.module;
}

function lineAt(comment: ContractComment): number {
  return comment.file.getLineAndCharacterOfPosition(comment.tags[0]!.pos).line + 1;
}

/** Declarations were made from sources, which is where mistakes in them were reported. */
function reportFor({ ts, program, report }: Context, file: ts.SourceFile): Report {
  const isMade = program.isSourceFileFromExternalLibrary(file) || referencedSourceOf(program, file) !== undefined;
  return isMade ? (key, at, ...values) => createDiagnostic(ts, key, at, ...values) : report;
}

function isModule({ ts, options }: Context, file: ts.SourceFile): boolean {
  return ts.isExternalModule(file) || isCommonJs(ts, file, options);
}

function reportSecond(report: Report, { comment: first }: ContractedModule, second: ContractComment): void {
  const name = first.file === second.file ? "" : ` of ${first.file.fileName.replace(/^.*\//, "")}`;
  report("secondComment", tagSpanOf(second), `${lineAt(first)}${name}`);
}

/**
 * Finds every contracted module of the program.
 *
 * @param context - The program and its report.
 * @param findComments - Finds the contract comments of a file.
 * @param identityOf - Identity of a file of the program.
 */
export function findContractedModules(
  context: Context,
  findComments: CommentFinder,
  identityOf: (file: ts.SourceFile) => ModuleIdentity,
): ContractedModules {
  const { program } = context;
  const byFile = new Map<ts.SourceFile, ContractedModule>();
  const byName = new Map<string, ContractedModule>();
  const byAugmented = new Map<ts.SourceFile, ContractedModule>();
  for (const file of program.getSourceFiles()) {
    if (isJson(file) || program.isSourceFileDefaultLibrary(file)) continue;
    const report = reportFor(context, file);
    for (const comment of findComments(file, report)) {
      const ambient = ambientNameOf(context, comment.statement);
      const augmented = ambient && augmentedFileOf(context, ambient, file);
      const publication = file.isDeclarationFile ? readPublication(file.text) : undefined;
      const own = { ...identityOf(file), ...publication };
      const foreign = augmented ? identityOf(augmented) : { package: own.package, module: ambient?.text ?? "" };
      const identity = ambient ? foreign : own;
      const declaredIn = ambient ? own.module : undefined;
      const line = publication?.line ?? lineAt(comment);
      const isUnenforced = file.isDeclarationFile && !ambient && publication === undefined;
      const module = { ...identity, comment, declaredIn, isUnenforced, line, key: keyOf(identity) };
      const first = augmented ? byAugmented.get(augmented) : ambient ? byName.get(ambient.text) : byFile.get(file);
      if (first) reportSecond(report, first, comment);
      else if (augmented) byAugmented.set(augmented, module);
      else if (ambient) byName.set(ambient.text, module);
      else byFile.set(file, module);
      if (!ambient && !isModule(context, file) && !file.isDeclarationFile) report("notAModule", tagSpanOf(comment));
    }
  }
  for (const [file, { comment }] of byAugmented) {
    const first = byFile.get(file);
    if (first) reportSecond(reportFor(context, comment.file), first, comment);
  }
  const all = [...byFile.values(), ...byName.values(), ...byAugmented.values()];
  const held = new Map<ts.SourceFile, ContractedModule[]>();
  for (const module of all) held.set(module.comment.file, [...(held.get(module.comment.file) ?? []), module]);
  const loadedBy = (specifier: string, resolved: ts.SourceFile | undefined) => {
    // A package may come with declarations of its own; the program's files have their names by chance.
    const mayMatch = !resolved || (resolved.isDeclarationFile && !isRelative(specifier));
    const foreign = byName.get(specifier) ?? (resolved && byAugmented.get(resolved));
    const declared = foreign ?? (mayMatch ? findPattern(byName, specifier) : undefined);
    return [declared, resolved && byFile.get(resolved)].filter((module) => module !== undefined);
  };
  return { byFile, byName, loadedBy, all, isEmpty: !all.length, heldBy: (file) => held.get(file) ?? [] };
}
