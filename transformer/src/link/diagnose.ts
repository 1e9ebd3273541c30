/**
 * What is checked when it is known who imports whom: contracts against their importers, imports against contracts.
 *
 * @module
 */
import path from "node:path";
import type { Term } from "importspy/dist/artifacts.cjs";
import type ts from "typescript";
import { type Context, createDiagnostic, spanOf, tagSpanOf } from "../analysis/context.js";
import { memoize, once } from "../analysis/memoize.js";
import { identityKey, type KnownFile } from "../analysis/memory.js";
import type { ContractedModule } from "../analysis/model.js";
import type { Contracts } from "../check/contracts.js";
import { checkSatisfiable, describeTerm, spanFor } from "../check/satisfiable.js";
import { isJson, isMade, projectFolderOf } from "../compiler/compiler.js";
import type { Discovery } from "../discover/discover.js";
import type { Manifest } from "../discover/identity.js";
import { isPublished } from "../discover/modules.js";
import { findStrayTags } from "../discover/strays.js";
import type { DiagnosticBag } from "../messages/diagnostics.js";
import { admitsIdentity } from "./admission.js";
import { agrees, checkAgreement, DEPENDENCIES, type FirstImport, type ImportingManifest } from "./agreement.js";
import { isKept, resolverFor } from "./elision.js";
import { checkImport, checkPatterns, nameFor } from "./importing.js";
import type { GuardedImport } from "./imports.js";
import { checkLegacy } from "./legacy.js";
import type { Links } from "./link.js";
import { isNeverLoaded } from "./loadable.js";
import { checkAwaited } from "./loading.js";
import { checkDeclared, checkReading, checkWaiting } from "./reading.js";
import { findVariableReads } from "./variables.js";

/** What is known about a program. */
export interface Findings extends Discovery, Contracts, Links {
  readonly context: Context;
  /** Whether anything is wrong with a file's contracts so far. */
  hasDiagnostics(file: ts.SourceFile): boolean;
}

/** What is wrong with a program. */
export interface Diagnoser {
  /** The diagnostics of the contracts that a file holds. */
  contractDiagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /**
   * The diagnostics of a file, as a build would give them; those of generate/ only after it ran. To be asked for after
   * TypeScript has checked the file, since who elides an import is known by then only.
   */
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /** The tags of a file that look like a contract's and are none. */
  strayTagsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
}

/** The findings, and what is wrong with them. */
export interface Analysis extends Findings, Diagnoser {}

/** The package.json files of the program, as messages name them. */
function importingManifests({
  context,
  manifests,
  packageOf,
}: Findings): (ImportingManifest & { readonly manifest: Manifest })[] {
  return [...manifests()].flatMap((manifest) => {
    if (!manifest) return [];
    const named = packageOf(manifest);
    const isNear = path.posix.dirname(named.fileName) === projectFolderOf(context.program);
    const name = typeof named.content.name === "string" ? named.content.name : "";
    // A path would be relative to a folder that the reader need not have.
    const displayName = isNear || !name ? "package.json" : `package.json of ${name}`;
    return { manifest, displayName, ...(!isNear && name && { name }), content: contentOf(manifest, named) };
  });
}

/** What a package.json declares, with what that of its package does: one without a name may stand in between. */
function contentOf(nearest: Manifest, named: Manifest): Manifest["content"] {
  if (nearest === named) return named.content;
  const merged = DEPENDENCIES.map((field) => [
    field,
    { ...Object(named.content[field]), ...Object(nearest.content[field]) },
  ]);
  return { ...named.content, ...nearest.content, name: named.content.name, ...Object.fromEntries(merged) };
}

/** An import of a module by a file with this package.json above it. */
function firstImportOf(
  { emitted, manifestOf, importsOf, identityOf }: Findings,
  manifest: Manifest,
  module: ContractedModule,
): FirstImport | undefined {
  for (const file of emitted()) {
    if (manifestOf(file) !== manifest) continue;
    const found = importsOf(file).find(({ target }) => target === module);
    if (found) return { place: `${identityOf(file).module}:${found.line}`, span: spanOf(found.specifier.node, file) };
  }
  return undefined;
}

/** Whether nothing is wrong with a contract now as nothing was when it was typed, which takes no types to see. */
function isStillSettled(findings: Findings, module: ContractedModule): boolean {
  const { context, identityOf, recall } = findings;
  const known = recall(module);
  const isSame = ({ fileName, identity }: KnownFile) => {
    const file = context.program.getSourceFile(fileName);
    // Where it is a file of another program, who it is depends on names alone.
    return file ? identityKey(identityOf(file)) === identity : context.host.fileExists(fileName);
  };
  if (!known?.matched?.every(isSame)) return false;
  if (!importingManifests(findings).every((manifest) => agrees(module, known.alternatives, manifest))) return false;
  if (known.usesNames) findings.useNames(module);
  return true;
}

/** Says when nothing enforces a contract. */
function reportGap({ context, enforcementOf, identityOf, placeOf }: Findings, module: ContractedModule): void {
  const gap = enforcementOf(module);
  if (!gap) return;
  const importer = identityOf(gap.importer).module;
  const span = tagSpanOf(module.comment);
  if (gap.kind === "unbuilt") {
    const owner = module.package || "its package";
    context.report("unbuiltContract", span, importer, owner);
    return;
  }
  const loads =
    gap.loaded === undefined ? "" : ` (${importer} imports it, and loads ${placeOf(gap.loaded)} without a guard)`;
  context.report("unenforcedContract", span, loads);
}

/** Says when a module is never loaded, since it has only types. */
function reportTypesOnly({ context, emitted, importsOf }: Findings, module: ContractedModule): void {
  const { comment, declaredIn } = module;
  if (declaredIn !== undefined) return;
  function* imports(): Generator<GuardedImport> {
    for (const file of emitted()) for (const each of importsOf(file)) if (each.target === module) yield each;
  }
  const declaration = comment.tags.some(({ type }) => type) ? undefined : comment.statement;
  if (isNeverLoaded(context.ts, context.options, comment.file, declaration, imports))
    context.report("typesOnly", tagSpanOf(comment));
}

/** Checks the contracts that a file holds, also against the files that import their modules. */
function checkContractsOf(findings: Findings, file: ts.SourceFile): void {
  const { context, modules, identityOf, manifestOf, contractOf, recall, emitted, termsOf, envUsesOf } = findings;
  for (const module of modules.heldBy(file)) {
    reportGap(findings, module);
    if (isStillSettled(findings, module)) {
      reportTypesOnly(findings, module);
      continue;
    }
    const { alternatives } = contractOf(module);
    if (!alternatives) continue;
    reportTypesOnly(findings, module);
    if (!isPublished(module) && !isMade(context.program, file)) {
      const readsValues = modules.byFile.get(file) === module && envUsesOf(file).calls.length > 0;
      checkSatisfiable(context, alternatives, () => termsOf(module), readsValues);
    }
    const hasPatterns = alternatives.some(({ importer }) => importer);
    const isJudgedHere = hasPatterns && !isMade(context.program, file) && !isPublished(module);
    const others = () =>
      emitted().flatMap((each) => (each === file ? [] : { fileName: each.fileName, identity: identityOf(each) }));
    const folder = manifestOf(file)?.folder ?? projectFolderOf(context.program);
    const matched = isJudgedHere ? checkPatterns(context, module, alternatives, once(others), folder) : [];
    for (const { manifest, ...importing } of importingManifests(findings)) {
      checkAgreement(context, module, alternatives, importing, () => firstImportOf(findings, manifest, module));
    }
    if (isJudgedHere) checkLegacy(findings, module, alternatives);
    const known = recall(module);
    // Whether a list is still needed depends on what each listed file imports.
    const isListing = alternatives.some(({ importer }) => importer?.legacy.length);
    if (!known || isListing || findings.hasDiagnostics(file)) continue;
    known.matched = matched.map(({ fileName, identity }) => ({ fileName, identity: identityKey(identity) }));
  }
}

/** Text without which a file reads no variable: `env` of `process`, of `import.meta`, or imported. */
const READS_VARIABLES = /\benv\b[\s\S]*\bprocess\b|\b(?:process|import\s*\.\s*meta)\b[\s\S]*\benv\b/;

/** Checks what a file reads of the environment, against its own contract. */
function checkValuesOf(findings: Findings, file: ts.SourceFile): void {
  const { context, modules, contractOf, envUsesOf, listingOf, loadsOf } = findings;
  if (file.isDeclarationFile || isMade(context.program, file)) return;
  const loads = loadsOf(file);
  if (loads.calls.length) checkAwaited(context, file, loads);
  const uses = envUsesOf(file);
  const module = modules.byFile.get(file);
  const listing = listingOf(file);
  if (uses.calls.length || uses.others.length) checkReading(context, "env", uses, module && contractOf(module));
  if (listing.calls.length || listing.others.length) {
    checkReading(context, "importers", listing, module && contractOf(module));
    checkWaiting(context, file);
  }
  if (!module || !READS_VARIABLES.test(file.text)) return;
  const reads = findVariableReads(context.ts, file, context.syntaxOf(file).values());
  if (reads.length) checkDeclared(context, reads, contractOf(module));
}

/** Reports what a contracted module loads although its contract never holds together with its own. */
function checkChainsOf(
  { context, modules, chains, contractOf, recall, identityOf, namedAs }: Findings,
  file: ts.SourceFile,
): void {
  if (!modules.byFile.has(file) || !chains.possible(file).length) return;
  const own = modules.byFile.get(file)!;
  const identity = identityOf(file);
  const pointTo = (module: ContractedModule, term: Term) => {
    const { alternatives = [] } = recall(module) ?? contractOf(module);
    const spans = alternatives.map((alternative) => spanFor(alternative, term));
    const name = nameFor(identity, module);
    return spans.slice(0, 1).map((span) => createDiagnostic(context.ts, "askedHere", span, name, describeTerm(term)));
  };
  for (const { target, specifier, way, conflict } of chains.of(file)) {
    const { left, right } = conflict;
    const through = way.map((each) => nameFor(identity, namedAs(each))).join(", ");
    const diagnostic = context.report(
      "chainNeverHolds",
      spanOf(specifier.node, file),
      identity.module,
      nameFor(identity, target),
      through && ` through ${through}`,
      describeTerm(left),
      describeTerm(right),
    );
    Object.assign(diagnostic, { relatedInformation: [...pointTo(own, left), ...pointTo(target, right)] });
  }
}

/** Judges the imports of a file that TypeScript keeps. */
function checkImportsOf(
  { context, identityOf, namedAs, contractOf, recall, restrictsImporters, importsOf }: Findings,
  file: ts.SourceFile,
): void {
  const { ts, options, program } = context;
  const identity = identityOf(file);
  const isKnown = (target: ContractedModule) => recall(target)?.admitted.has(identityKey(identity)) ?? false;
  const restricted = importsOf(file).filter(({ target }) => restrictsImporters(target) && !isKnown(target));
  if (!restricted.length) return;
  // Where types are missing, all are taken for kept: a refusal is judged again with types.
  const resolver = context.lacksTypes ? undefined : resolverFor(ts, program, file);
  for (const guarded of restricted.filter((each) => !resolver || isKept(ts, options, resolver, each))) {
    const { target, specifier, way } = guarded;
    const judged = {
      target,
      span: spanOf(specifier.node, file),
      way: way.map((each) => nameFor(identity, namedAs(each))),
    };
    const alternatives = contractOf(target).alternatives!;
    checkImport(context, alternatives, identity, judged);
    const known = recall(target);
    if (known && admitsIdentity(context, target, alternatives, identity)) known.admitted.add(identityKey(identity));
  }
}

/** Tags of a file that look like a contract's and are none. */
function strayTagsOf({ context, commentsOf }: Findings, file: ts.SourceFile): readonly ts.Diagnostic[] {
  if (isJson(file) || isMade(context.program, file)) return [];
  const strays = findStrayTags(context.ts, file, commentsOf(file)).filter((stray) => stray.startsLine);
  return strays.map((stray) => createDiagnostic(context.ts, "strayTag", stray));
}

/**
 * Checks a program, file by file, when its diagnostics are asked for.
 *
 * @param findings - What is known about the program.
 * @param bag - Where diagnostics go.
 */
export function createDiagnoser(findings: Findings, bag: DiagnosticBag): Diagnoser {
  const onceAFile = (check: (findings: Findings, file: ts.SourceFile) => void) =>
    memoize((file: ts.SourceFile) => check(findings, file));
  const contracts = onceAFile(checkContractsOf);
  const others = [checkValuesOf, checkImportsOf, checkChainsOf].map(onceAFile);
  return {
    contractDiagnosticsOf(file) {
      contracts(file);
      return bag.of(file);
    },
    diagnosticsOf(file) {
      contracts(file);
      for (const check of others) check(file);
      return bag.of(file);
    },
    strayTagsOf: memoize((file) => strayTagsOf(findings, file)),
  };
}
