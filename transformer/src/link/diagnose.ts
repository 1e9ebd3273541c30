/**
 * Checks that need the imports: contracts against their importers, and imports against contracts.
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

/** The results of the stages before. */
export interface Findings extends Discovery, Contracts, Links {
  readonly context: Context;
  /** Whether a file already has an error in one of its contracts. */
  hasDiagnostics(file: ts.SourceFile): boolean;
}

/** The diagnostics of a program. */
export interface Diagnoser {
  /** The diagnostics of the contracts in a file. */
  contractDiagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /**
   * The diagnostics of a file, as a build reports them. Those of generate/ are included only after it ran. Call this
   * after TypeScript has checked the file, because only then it is known which imports are elided.
   */
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /** Misplaced tags: tags of a file that look like a contract but are not read. */
  strayTagsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
}

/** The results of all stages up to here, with their diagnostics. */
export interface Analysis extends Findings, Diagnoser {}

/** The package.json files of the program, with their names in messages. */
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
    // A path would depend on the folder in which the build runs.
    const displayName = isNear || !name ? "package.json" : `package.json of ${name}`;
    return { manifest, displayName, ...(!isNear && name && { name }), content: contentOf(manifest, named) };
  });
}

/** The content of a package.json. One without a name also inherits the content of its package's package.json. */
function contentOf(nearest: Manifest, named: Manifest): Manifest["content"] {
  if (nearest === named) return named.content;
  const merged = DEPENDENCIES.map((field) => [
    field,
    { ...Object(named.content[field]), ...Object(nearest.content[field]) },
  ]);
  return { ...named.content, ...nearest.content, name: named.content.name, ...Object.fromEntries(merged) };
}

/** The first import of a module by a file below this package.json. */
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

/** Whether the cached result is still valid, without type-checking again. */
function isStillSettled(findings: Findings, module: ContractedModule): boolean {
  const { context, identityOf, recall } = findings;
  const known = recall(module);
  const isSame = ({ fileName, identity }: KnownFile) => {
    const file = context.program.getSourceFile(fileName);
    // A file outside of the program is known by its path, so it is enough that it exists.
    return file ? identityKey(identityOf(file)) === identity : context.host.fileExists(fileName);
  };
  if (!known?.matched?.every(isSame)) return false;
  if (!importingManifests(findings).every((manifest) => agrees(module, known.alternatives, manifest))) return false;
  if (known.usesNames) findings.useNames(module);
  return true;
}

/** Reports a contract that no guard enforces. */
function reportGap({ context, enforcementOf, identityOf, placeOf }: Findings, module: ContractedModule): void {
  const gap = enforcementOf(module);
  if (!gap) return;
  const importer = nameFor(module, identityOf(gap.importer));
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

/** Reports a contract in a module of types, which is never loaded. */
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

/** Checks the contracts in a file, also against the files that import their modules. */
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
    // The result cannot be cached: whether a `Legacy<…>` entry is still needed depends on the imports of the listed
    // file.
    const isListing = alternatives.some(({ importer }) => importer?.legacy.length);
    if (!known || isListing || findings.hasDiagnostics(file)) continue;
    known.matched = matched.map(({ fileName, identity }) => ({ fileName, identity: identityKey(identity) }));
  }
}

/** A quick test for a file that reads variables: it mentions `env` of `process`, of `import.meta` or imported. */
const READS_VARIABLES = /\benv\b[\s\S]*\bprocess\b|\b(?:process|import\s*\.\s*meta)\b[\s\S]*\benv\b/;

/** Checks the environment variables that a file reads against its own contract. */
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

/** Reports an import chain from a contracted module to one whose contract can never hold together with its own. */
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

/** Judges the imports of a file that TypeScript does not elide. */
function checkImportsOf(
  { context, identityOf, namedAs, contractOf, recall, restrictsImporters, importsOf }: Findings,
  file: ts.SourceFile,
): void {
  const { ts, options, program } = context;
  const identity = identityOf(file);
  const isKnown = (target: ContractedModule) => recall(target)?.admitted.has(identityKey(identity)) ?? false;
  const restricted = importsOf(file).filter(({ target }) => restrictsImporters(target) && !isKnown(target));
  if (!restricted.length) return;
  // A small program lacks types, so no import counts as elided. A refusal is judged again with the full program.
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

/** The misplaced tags of a file. */
function strayTagsOf({ context, commentsOf }: Findings, file: ts.SourceFile): readonly ts.Diagnostic[] {
  if (isJson(file) || isMade(context.program, file)) return [];
  const strays = findStrayTags(context.ts, file, commentsOf(file)).filter((stray) => stray.startsLine);
  return strays.map((stray) => createDiagnostic(context.ts, "strayTag", stray));
}

/**
 * Makes the checks of a program. Each runs when the diagnostics of a file are requested.
 *
 * @param findings - The results of the stages before.
 * @param bag - Receives the diagnostics.
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
