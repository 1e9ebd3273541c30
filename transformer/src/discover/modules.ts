import type ts from "typescript";
import { isCommonJs, isJson, referencedSourceOf } from "../compiler.js";
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
  readonly all: readonly ContractedModule[];
  readonly isEmpty: boolean;
  /** The modules whose contracts stand in a file. */
  heldBy(file: ts.SourceFile): readonly ContractedModule[];
}

function ambientNameOf(context: Context, statement: ts.Statement | undefined): string | undefined {
  const { ts } = context;
  if (!statement || !ts.isModuleDeclaration(statement) || !ts.isStringLiteral(statement.name)) return undefined;
  return statement.name.text;
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

function reportSecond(report: Report, first: ContractComment, second: ContractComment): void {
  report("secondComment", tagSpanOf(second), lineAt(first));
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
  for (const file of program.getSourceFiles()) {
    if (isJson(file) || program.isSourceFileDefaultLibrary(file)) continue;
    const report = reportFor(context, file);
    for (const comment of findComments(file, report)) {
      const ambient = ambientNameOf(context, comment.statement);
      const publication = file.isDeclarationFile ? readPublication(file.text) : undefined;
      const own = { ...identityOf(file), ...publication };
      const identity = ambient === undefined ? own : { package: own.package, module: ambient };
      const declaredIn = ambient === undefined ? undefined : own.module;
      const line = publication?.line ?? lineAt(comment);
      const isUnenforced = file.isDeclarationFile && ambient === undefined && publication === undefined;
      const module = { ...identity, comment, declaredIn, isUnenforced, line, key: keyOf(identity) };
      if (ambient !== undefined) {
        const first = byName.get(ambient);
        if (first) reportSecond(report, first.comment, comment);
        else byName.set(ambient, module);
        continue;
      }
      const first = byFile.get(file);
      if (first) reportSecond(report, first.comment, comment);
      else byFile.set(file, module);
      if (!isModule(context, file) && !file.isDeclarationFile) {
        report("notAModule", tagSpanOf(comment));
      }
    }
  }
  const all = [...byFile.values(), ...byName.values()];
  const held = new Map<ts.SourceFile, ContractedModule[]>();
  for (const module of all) held.set(module.comment.file, [...(held.get(module.comment.file) ?? []), module]);
  return { byFile, byName, all, isEmpty: !all.length, heldBy: (file) => held.get(file) ?? [] };
}
