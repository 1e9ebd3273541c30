import path from "node:path";
import type ts from "typescript";
import { type Context, spanOf, tagSpanOf } from "../analysis/context.js";
import { memoize } from "../analysis/memoize.js";
import { type CheckedContract, type ContractedModule, keyOf } from "../analysis/model.js";
import { fingerprint } from "../artifacts/fingerprint.js";
import { withoutReach } from "../artifacts/publication.js";
import { type ModuleFormat, sidecarNameOf, specifierOfSidecar } from "../artifacts/sidecarNames.js";
import { declaringFilesOf } from "../check/closure.js";
import { createInstallationCheck } from "../check/installation.js";
import { internalFile, internalProgram, isCommonJs, isEmitted } from "../compiler/compiler.js";
import { isPublished } from "../discover/modules.js";
import type { GeneratedContracts } from "../generate/contracts.js";
import type { SidecarContent } from "../generate/sidecar.js";
import type { Analysis } from "../link/diagnose.js";
import type { GuardedImport } from "../link/imports.js";
import type { FilePlan } from "./inject.js";
import type { KeptImports } from "./moments.js";
import type { AnsweredCall } from "./values.js";

/** Whether a statement is also an import or export in the emitted file. */
function isEsm({ ts }: Context, statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return !statement.importClause?.isTypeOnly;
  if (ts.isExportDeclaration(statement)) return !statement.isTypeOnly;
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return false;
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** Whether a file loads a contracted module with the `require()` of CommonJS. */
function requires(imports: readonly GuardedImport[]): boolean {
  return imports.some(({ call }) => call?.isOwnRequire);
}

/**
 * Whether a file with `module: "preserve"` is emitted as CommonJS, because it is written with `require` or
 * `module.exports`.
 */
function keepsCommonJs(context: Context, file: ts.SourceFile, imports: readonly GuardedImport[]): boolean {
  const { ts, options } = context;
  if (isCommonJs(ts, file, options)) return true;
  const isWritten = (statement: ts.Statement) =>
    (ts.isExportAssignment(statement) && statement.isExportEquals) ||
    (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference));
  const isCommon = file.statements.some(isWritten) || requires(imports);
  return isCommon && !file.statements.some((each) => isEsm(context, each));
}

/** The module format of an emitted file. TypeScript decides it for each file. */
function formatOf(context: Context, file: ts.SourceFile, imports: readonly GuardedImport[]): ModuleFormat {
  const { ts, program } = context;
  const { CommonJS, Preserve } = ts.ModuleKind;
  const kind = internalProgram(program).getEmitModuleFormatOfFile(file);
  if (kind === CommonJS) return "cjs";
  if (kind === Preserve) return keepsCommonJs(context, file, imports) ? "cjs" : "esm";
  // A script without a format of its own is emitted as it is, independent of `module`.
  const isScript = !ts.isExternalModule(file) && file.impliedNodeFormat === undefined;
  return isScript && requires(imports) ? "cjs" : "esm";
}

/** Makes the specifiers of the sidecars of `x.ts`, relative to `x.js`. */
export function sidecarSpecifierFor(file: ts.SourceFile, format: ModuleFormat): FilePlan["sidecarSpecifier"] {
  const emitted = path.posix.basename(file.fileName).replace(/\.([cm]?)[jt]sx?$/, ".$1js");
  return (further) => specifierOfSidecar(sidecarNameOf(emitted, further), format);
}

/** The specifier of `x.js`, relative to the sidecars of `x.ts`. */
export function ownSpecifierFor(file: ts.SourceFile, format: ModuleFormat): string {
  return specifierOfSidecar(path.posix.basename(file.fileName).replace(/\.([cm]?)[jt]sx?$/, ".$1js"), format);
}

/** The runtime's flags for an import. */
function flagsOf({ ts, program }: Context, { target, node, call, way }: GuardedImport): number {
  const isImport = call?.form === "import()";
  const isDeferred = ts.isImportDeclaration(node)
    ? node.importClause?.phaseModifier === ts.SyntaxKind.DeferKeyword
    : isImport && ts.isCallExpression(node) && ts.isMetaProperty(node.expression);
  const last = way.at(-1);
  // A file outside of this program does not judge the external modules that it imports.
  const isJudgedThere = last && (target.declaredIn === undefined || isEmitted(program, last));
  return (isJudgedThere ? 1 : 0) + (isImport ? 2 : 0) + (isDeferred ? 4 : 0);
}

/**
 * Makes the planner of a program. A file needs a guard when it has a contract or imports a contracted module.
 *
 * @param analysis - The program's contracts and imports.
 * @returns The plan of a file; `undefined` when it needs no guard. It also reports problems of the installation.
 */
export function createPlanner(analysis: Analysis) {
  const { context, modules, identityOf, importsOf, envUsesOf, listingOf, loadsOf, contractOf, recall } = analysis;
  const { program } = context;
  const checkInstallation = createInstallationCheck(context, identityOf);
  return memoize((file: ts.SourceFile): FilePlan | undefined => {
    const loads = loadsOf(file).calls;
    if (modules.isEmpty && !loads.length) return undefined;
    const imports = importsOf(file);
    const contract = isEmitted(program, file) ? modules.byFile.get(file) : undefined;
    const [first] = [...imports.map(({ specifier }) => specifier.node), ...loads];
    if (!contract && !first) return undefined;
    checkInstallation(file, contract ? tagSpanOf(contract.comment) : spanOf(first!, file));
    const format = formatOf(context, file, imports);
    const answered = (by: AnsweredCall["by"], calls: readonly ts.CallExpression[]) =>
      calls.map((call): AnsweredCall => ({ call, by }));
    const values: readonly AnsweredCall[] = [
      ...(contract ? answered("$env", envUsesOf(file).calls) : []),
      ...(contract ? answered("$importers", listingOf(file).calls) : []),
      ...loads.map((call, number): AnsweredCall => ({ call, by: "$load", number })),
    ];
    const { alternatives = [] } = contract ? (recall(contract) ?? contractOf(contract)) : {};
    const shaped = alternatives.flatMap((each) => each.packages.filter(({ shape }) => shape));
    const nameOf = (path: string) => path.slice("packages.".length);
    const packages = [...new Set(shaped.map(({ path }) => nameOf(path)))];
    for (const { path, optional, span } of format === "esm" ? shaped : []) {
      if (optional) context.report("optionalShape", span, nameOf(path));
    }
    return { file, contract, imports, values, packages, format, sidecarSpecifier: sidecarSpecifierFor(file, format) };
  });
}

/**
 * Plans all files of a program.
 *
 * @param analysis - The program's contracts and imports.
 * @returns The plans by file name, since other transformers may make new source files of the same name.
 */
export function planFiles(analysis: Analysis): Map<string, FilePlan> {
  const plans = new Map<string, FilePlan>();
  const planFile = createPlanner(analysis);
  for (const file of analysis.context.program.getSourceFiles()) {
    const plan = planFile(file);
    if (plan) plans.set(file.fileName, plan);
  }
  return plans;
}

/**
 * Collects the content of a file's sidecar.
 *
 * @param analysis - The program's contracts and imports.
 * @param contracts - The generated contracts.
 * @param file - The file.
 * @param kept - Its imports that TypeScript keeps.
 */
export function createContent(
  { context, identityOf, modules, contractOf, recall, enforcementOf, listingOf }: Analysis,
  contracts: GeneratedContracts,
  file: ts.SourceFile,
  kept: KeptImports,
): SidecarContent {
  const module = modules.byFile.get(file);
  const toEdge = (guarded: GuardedImport) => {
    const { target, line } = guarded;
    return [target.name, target.copy, line, flagsOf(context, guarded)] as const;
  };
  const targets = [...new Set(kept.moments.flat().map(({ target }) => target))];
  const foreign = targets.filter(({ declaredIn }) => declaredIn !== undefined);
  const provided = foreign.map((target) => contracts.get(target));
  // A file must not load if its own contract has errors, or that of an external module that it imports, or if it
  // imports a module whose contract no guard enforces.
  const broken =
    [...(module ? [module] : []), ...foreign].find((each) => !contracts.get(each)) ??
    targets.find((target) => enforcementOf(target)?.kind === "unenforced");
  const mayAskForPackages = (target: ContractedModule) =>
    isPublished(target) || (recall(target) ?? contractOf(target)).alternatives?.some(({ packages }) => packages.length);
  return {
    identity: identityOf(file),
    contract: broken ? undefined : module && contracts.get(module),
    broken: broken?.module,
    provided: provided.filter((contract) => contract !== undefined),
    moments: kept.moments.map((moment) => moment.map(toEdge)),
    head: kept.head,
    loads: contracts.loadsIn(file),
    lists: !broken && module !== undefined && listingOf(file).calls.length > 0,
    isOffered: targets.some(({ lists }) => lists),
    hasCalls: kept.moments.length > kept.further.length + (kept.head === undefined ? 0 : 1),
    tellsLocation: targets.some(mayAskForPackages),
  };
}

/** A text that changes with the file's text. */
export function versionOf(file: ts.SourceFile): string {
  const text = file.isDeclarationFile ? withoutReach(file.text) : file.text;
  return text === file.text ? (internalFile(file).version ?? "") : fingerprint(undefined, [text]);
}

/** The restrictions of a contract on its importers, as texts that change when they do. */
export function restrictionOf(context: Context, { alternatives = [] }: CheckedContract): string[] {
  return alternatives.flatMap(({ importer, note }) => {
    const shapes = importer?.options.flatMap(({ exports }) => exports?.type ?? []) ?? [];
    const files = shapes.flatMap((type) => [...declaringFilesOf(context, type)]);
    // Diagnostics point to this span, and TypeScript caches them with their position.
    const { start, length } = importer?.span ?? { start: 0, length: 0 };
    const place = `${start}+${length}`;
    const listed = importer?.legacy.map((each) => JSON.stringify([each.package, each.module])) ?? [];
    return [importer?.expected ?? "", note ?? "", place, ...listed, ...files.map(versionOf)];
  });
}

/** A text that changes when a contract changes for importers in other projects. */
export function meaningOf(context: Context, contract: CheckedContract): string {
  const { module, alternatives = [] } = contract;
  const { comment, package: name, module: path, declaredIn = "" } = module;
  const conditions = alternatives.flatMap((each) => [...each.conditions, ...each.packages]);
  return JSON.stringify([
    [keyOf(module), name, path, declaredIn, comment.file.text.slice(comment.pos, comment.end)],
    conditions.map(({ path, expected, optional }) => [path, expected, optional]),
    restrictionOf(context, contract),
  ]);
}
