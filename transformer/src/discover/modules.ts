import type ts from "typescript";
import { isJson } from "../compiler.js";
import type { Context } from "../context.js";
import type { ContractComment, ContractedModule, ModuleIdentity } from "../model.js";
import { readPublication } from "../publication.js";
import type { CommentFinder } from "./cache.js";
import { keyOf } from "./identity.js";

/** The contracted modules of a program. */
export interface ContractedModules {
  readonly byFile: ReadonlyMap<ts.SourceFile, ContractedModule>;
  /** Modules that somebody else wrote, by the name in `declare module "…"`. */
  readonly byName: ReadonlyMap<string, ContractedModule>;
}

function ambientNameOf(context: Context, statement: ts.Statement | undefined): string | undefined {
  const { ts } = context;
  if (!statement || !ts.isModuleDeclaration(statement) || !ts.isStringLiteral(statement.name)) return undefined;
  return statement.name.text;
}

function lineAt(comment: ContractComment): number {
  return comment.file.getLineAndCharacterOfPosition(comment.tags[0]!.pos).line + 1;
}

function reportSecond(context: Context, first: ContractComment, second: ContractComment): void {
  const start = second.tags[0]!.pos;
  context.report("secondComment", { file: second.file, start, length: "@importspy".length }, lineAt(first));
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
  const { ts, program, report } = context;
  const byFile = new Map<ts.SourceFile, ContractedModule>();
  const byName = new Map<string, ContractedModule>();
  for (const file of program.getSourceFiles()) {
    if (isJson(file) || program.isSourceFileDefaultLibrary(file)) continue;
    for (const comment of findComments(file)) {
      const ambient = ambientNameOf(context, comment.statement);
      const publication = file.isDeclarationFile ? readPublication(file.text) : undefined;
      const own = { ...identityOf(file), ...publication };
      const identity = ambient === undefined ? own : { package: own.package, module: ambient };
      const declaredIn = ambient === undefined ? undefined : own.module;
      const line = publication?.line ?? lineAt(comment);
      const module = { ...identity, comment, declaredIn, line, key: keyOf(identity) };
      if (ambient !== undefined) {
        const first = byName.get(ambient);
        if (first) reportSecond(context, first.comment, comment);
        else byName.set(ambient, module);
        continue;
      }
      const first = byFile.get(file);
      if (first) reportSecond(context, first.comment, comment);
      else byFile.set(file, module);
      if (!ts.isExternalModule(file) && !file.isDeclarationFile) {
        report("notAModule", { file, start: comment.tags[0]!.pos, length: "@importspy".length });
      }
    }
  }
  return { byFile, byName };
}
