import type ts from "typescript";
import { type Context, createDiagnostic } from "../analysis/context.js";
import type { CheckedAlternative, ContractedModule, ImporterOption, ModuleIdentity, Span } from "../analysis/model.js";
import { joinPath } from "../analysis/paths.js";
import { findPackageFile } from "../check/files.js";
import { exportsOf, hasIdentity, judgeImporter } from "./admission.js";
import { explainMismatch } from "./explain.js";

/** An import to be judged. */
export interface JudgedImport {
  readonly target: ContractedModule;
  /** The module specifier. */
  readonly span: Span;
  /** The files through which the import reaches its target. */
  readonly way: readonly string[];
}

/** The related information at the contract's `importer` field. */
function pointToContract(
  context: Context,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
): ts.DiagnosticRelatedInformation[] {
  return alternatives.flatMap(({ importer }) => {
    if (!importer) return [];
    return [createDiagnostic(context.ts, "admittedHere", importer.span, module.module)];
  });
}

/** The name of a file in a message to an importer, with its package if that is another one. */
export function nameFor(importer: ModuleIdentity, { package: name, module }: ModuleIdentity): string {
  return name && name !== importer.package ? `${module} of ${name}` : module;
}

function noteOf(alternatives: readonly CheckedAlternative[]): string {
  const notes = alternatives.map(({ note }) => note).filter((note) => note !== undefined);
  return notes.length ? ` ${[...new Set(notes)].join(" ")}` : "";
}

/**
 * Judges one import by the contract's `importer` field: the identity of the importing file, and the type of its
 * exports.
 *
 * @param context - Receives the diagnostic, at the module specifier.
 * @param alternatives - The contract of the target.
 * @param importer - The identity of the importing file.
 * @param judged - The import.
 */
export function checkImport(
  context: Context,
  alternatives: readonly CheckedAlternative[],
  importer: ModuleIdentity,
  { target, span, way }: JudgedImport,
): void {
  const refusal = judgeImporter(context, target, alternatives, importer, span.file);
  if (!refusal) return;
  const note = noteOf(alternatives);
  const relatedInformation = pointToContract(context, target, alternatives);
  if (refusal.kind === "identity") {
    const expected = alternatives.map((alternative) => alternative.importer!.expected).join(" | ");
    const key = way.length ? "importerNotAdmittedThrough" : "importerNotAdmitted";
    const values = [importer.module, nameFor(importer, target), expected, note, way.join(", ")];
    Object.assign(context.report(key, span, ...values), { relatedInformation });
    return;
  }
  const actual = exportsOf(context, span.file);
  const next = actual && explainMismatch(context, importer.module, actual, refusal.type);
  const diagnostic = context.report("exportsDoNotFit", span, importer.module, nameFor(importer, target), note);
  const messageText = {
    messageText: String(diagnostic.messageText),
    category: diagnostic.category,
    code: diagnostic.code,
    ...(next && { next }),
  };
  Object.assign(diagnostic, { messageText, relatedInformation });
}

/** A file that can import a module. */
export interface PossibleImporter {
  readonly fileName: string;
  readonly identity: ModuleIdentity;
}

/**
 * Reports patterns of `importer.module` that match no file of the package. Without `importer.package`, no other package
 * is admitted, so the pattern is a mistake.
 *
 * @param context - Receives the diagnostics, at the pattern.
 * @param module - The contracted module.
 * @param alternatives - Its contract.
 * @param importers - The files of the program that can import it.
 * @param folder - The folder of its package.
 * @returns One matching file for each pattern that has one.
 */
export function checkPatterns(
  context: Context,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  importers: () => readonly PossibleImporter[],
  folder: string,
): PossibleImporter[] {
  const own = module.comment.file.fileName;
  const onDisk = (option: ImporterOption): PossibleImporter | undefined => {
    const identityOf = (path: string) => ({ package: module.package, module: path });
    const isWanted = (path: string) =>
      joinPath(folder, path) !== own && hasIdentity(context, module, option, identityOf(path));
    const found = findPackageFile(context, folder, option.module?.patterns ?? [], isWanted);
    return found === undefined ? undefined : { fileName: joinPath(folder, found), identity: identityOf(found) };
  };
  const matched: PossibleImporter[] = [];
  for (const option of alternatives.flatMap(({ importer }) => importer?.options ?? [])) {
    if (!option.module || option.package) continue;
    const inProgram = importers().find(({ identity }) => hasIdentity(context, module, option, identity));
    const match = inProgram ?? onDisk(option);
    if (match) {
      matched.push(match);
      continue;
    }
    const { file, start, length } = option.module.span;
    context.report("unmatchedPattern", option.module.span, file.text.slice(start, start + length));
  }
  return matched;
}
