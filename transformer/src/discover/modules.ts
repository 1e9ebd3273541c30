import { createHash } from "node:crypto";
import type ts from "typescript";
import { type Context, createDiagnostic, type Report, tagSpanOf } from "../analysis/context.js";
import { patternFor, withoutScheme } from "../analysis/externalNames.js";
import { once } from "../analysis/memoize.js";
import type { ContractComment, ContractedModule, ModuleIdentity } from "../analysis/model.js";
import { resolveSpecifier } from "../analysis/resolution.js";
import { written } from "../analysis/specifier.js";
import { readPublication } from "../artifacts/publication.js";
import { bind, isCommonJs, isMade } from "../compiler/compiler.js";
import { ambientNameOf, checkAmbient } from "./ambient.js";
import type { CommentFinder } from "./cache.js";
import { type Manifest, nameOf } from "./identity.js";
import { scopeTextOf } from "./scope.js";

/** The contracted modules of a program. */
export interface ContractedModules {
  readonly byFile: ReadonlyMap<ts.SourceFile, ContractedModule>;
  readonly all: readonly ContractedModule[];
  readonly isEmpty: boolean;
  /** The modules whose contracts are written in a file. */
  heldBy(file: ts.SourceFile): readonly ContractedModule[];
  /** The external module that a specifier names or resolves to, when its `declare module` has a contract. */
  ambient(specifier: string, resolved: ts.SourceFile | undefined): ContractedModule | undefined;
  /** The same, and the contracted module that the specifier resolves to. Both contracts apply. */
  named(specifier: string, resolved: ts.SourceFile | undefined): readonly ContractedModule[];
}

/**
 * Whether only the declarations of a module are in the program. Its contract is compiled and judged with its source.
 */
export function isPublished({ comment, declaredIn }: ContractedModule): boolean {
  return comment.file.isDeclarationFile && declaredIn === undefined;
}

/** External modules with a contract on `declare module`. */
interface AmbientModules {
  /** By the name in `declare module "…"`. */
  readonly byName: Map<string, ContractedModule>;
  /** By the file that the name resolves to, since path aliases may resolve to it as well. */
  readonly byFile: Map<ts.SourceFile, ContractedModule>;
}

/** Finds an external module in TypeScript's order: by name, then by file, then by the longest pattern (`"*.css"`). */
function findAmbient(
  { byName, byFile }: AmbientModules,
  specifier: string,
  resolved: ts.SourceFile | undefined,
): ContractedModule | undefined {
  if (!byName.size) return undefined;
  const found = byName.get(withoutScheme(specifier)) ?? (resolved && byFile.get(resolved));
  // A pattern applies to an unresolved specifier and to a package with its own declarations, not to source files.
  const mayFit = !resolved || (resolved.isDeclarationFile && !/^\.\.?\//.test(specifier));
  if (found || !mayFit) return found;
  const pattern = patternFor(byName.keys(), specifier);
  return pattern === undefined ? undefined : byName.get(pattern);
}

function lineAt(comment: ContractComment): number {
  return comment.file.getLineAndCharacterOfPosition(comment.tags[0]!.pos).line + 1;
}

/**
 * A hash that tells this module from others of the same name, in other packages or other versions. It depends only on
 * the sources, and is short because it is part of every key.
 */
function copyOf(
  { ts, options }: Context,
  { content }: Manifest | { content: Manifest["content"] },
  comment: ContractComment,
): string {
  const text = comment.file.text.slice(comment.pos, comment.end).replace(/\s+/g, " ");
  const parts = [content.version, text, scopeTextOf(ts, options, comment)];
  return `#${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 6)}`;
}

/** Mistakes in a generated declaration file are already reported in its source. */
function reportFor({ ts, program, report }: Context, file: ts.SourceFile): Report {
  return isMade(program, file) ? (key, at, ...values) => createDiagnostic(ts, key, at, ...values) : report;
}

/** Whether a file is a source of this program, so its contract can be in the file itself. */
function isOwn({ program }: Context, file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file);
}

function isModule({ ts, options }: Context, file: ts.SourceFile): boolean {
  return ts.isExternalModule(file) || isCommonJs(ts, file, options);
}

function reportSecond(report: Report, first: ContractComment, second: ContractComment): void {
  const name = first.file === second.file ? "" : ` of ${first.file.fileName.replace(/^.*\//, "")}`;
  report("secondComment", tagSpanOf(second), `${lineAt(first)}${name}`);
}

/** Part of the contract is in a second comment, which is not read, so the module must not load. */
function asBroken(module: ContractedModule, second: ContractComment): ContractedModule {
  const { comment } = module;
  const tags = [...comment.tags, { pos: second.tags[0]!.pos, note: undefined, broken: true }];
  return { ...module, comment: { ...comment, tags } };
}

/** A text test that may be true without a call of `importers()`; that costs importers only a few bytes. */
const mayList = (text: string) => /\bimporters\b/.test(text) && /["']importspy["']/.test(text);

/**
 * Finds every contracted module of the program.
 *
 * @param context - The program; receives the diagnostics.
 * @param findComments - Finds the contract comments of a file.
 * @param identityOf - The identity of a file of the program.
 * @param packageOf - The package.json that names a file's package.
 */
export function findContractedModules(
  context: Context,
  findComments: CommentFinder,
  identityOf: (file: ts.SourceFile) => ModuleIdentity,
  packageOf: (file: ts.SourceFile) => Manifest | undefined,
): ContractedModules {
  const { program } = context;
  const byFile = new Map<ts.SourceFile, ContractedModule>();
  const ambients: AmbientModules = { byName: new Map(), byFile: new Map() };
  for (const file of program.getSourceFiles()) {
    // Most files have no contract. In an editor, an edit of such a file costs no more than this look-up.
    const { comments, mistakes } = findComments(file);
    if (!comments.length && !mistakes.length) continue;
    bind(context.ts, file, context.options);
    const report = reportFor(context, file);
    for (const mistake of mistakes) report(...mistake);
    for (const comment of comments) {
      // A misspelled tag in a generated declaration file may be another tool's tag.
      if (comment.tags.every(({ misspelled }) => misspelled) && isMade(program, file)) continue;
      const ambient = ambientNameOf(context, comment.statement);
      const publication = file.isDeclarationFile ? readPublication(file.text) : undefined;
      const {
        package: name,
        module: path,
        folder,
      } = { ...identityOf(file), ...(publication && { folder: undefined }), ...publication };
      const isAmbient = ambient !== undefined;
      const identity = { package: name, module: isAmbient ? ambient.text : path };
      const computed = once(() => copyOf(context, packageOf(file) ?? { content: {} }, comment));
      const module: ContractedModule = {
        ...identity,
        ...(folder !== undefined && { folder }),
        comment,
        declaredIn: isAmbient ? path : undefined,
        isHandWritten: file.isDeclarationFile && !isAmbient && publication === undefined,
        lists: publication ? publication.lists === true : !isAmbient && mayList(file.text),
        line: publication?.line ?? lineAt(comment),
        name: nameOf(identity),
        // Computed on demand, because an editor does not need it.
        get copy() {
          return publication ? (publication.copy ?? "") : computed();
        },
      };
      if (isAmbient) {
        const resolved = resolveSpecifier(context, file, written(ambient));
        if (resolved && isOwn(context, resolved)) {
          report("ambientOwnFile", tagSpanOf(comment), ambient.text, identityOf(resolved).module);
          continue;
        }
        checkAmbient(context, report, file, ambient);
        const plainName = withoutScheme(ambient.text);
        const first = ambients.byName.get(plainName);
        if (first) reportSecond(report, first.comment, comment);
        else ambients.byName.set(plainName, module);
        if (!first && resolved) ambients.byFile.set(resolved, module);
        continue;
      }
      const first = byFile.get(file);
      if (first) {
        reportSecond(report, first.comment, comment);
        byFile.set(file, asBroken(first, comment));
      } else byFile.set(file, module);
      if (!isModule(context, file) && !file.isDeclarationFile) {
        report("notAModule", tagSpanOf(comment));
      }
    }
  }
  const all = [...byFile.values(), ...ambients.byName.values()];
  const held = new Map<ts.SourceFile, ContractedModule[]>();
  for (const module of all) held.set(module.comment.file, [...(held.get(module.comment.file) ?? []), module]);
  const ambient: ContractedModules["ambient"] = (specifier, resolved) => findAmbient(ambients, specifier, resolved);
  return {
    byFile,
    all,
    isEmpty: !all.length,
    heldBy: (file) => held.get(file) ?? [],
    ambient,
    named: (specifier, resolved) =>
      [ambient(specifier, resolved), resolved && byFile.get(resolved)].filter((module) => module !== undefined),
  };
}
