import { splitPath } from "importspy/dist/fields.cjs";
import type { Context } from "../analysis/context.js";
import type { CheckedAlternative, CheckedCondition, ContractedModule, Span } from "../analysis/model.js";
import { fields } from "../generated/fields.js";
import type { MessageKey } from "../messages/catalogue.js";
import { intersects, validRange } from "../type/semver.js";

/** A package.json above an importing file. */
export interface ImportingManifest {
  /** Its name in messages. */
  readonly displayName: string;
  /** The name of its package, if that is not the project's own. */
  readonly name?: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** A condition that no installation according to package.json can meet. */
interface Disagreement {
  readonly key: MessageKey;
  readonly span: Span;
  readonly values: readonly string[];
}

/** The first import of a contracted module in a package. */
export interface FirstImport {
  /** The importing file and line, as messages show them. */
  readonly place: string;
  readonly span: Span;
}

/** The name of a contracted module in a message, with its package if that is another one. */
const nameFor = ({ content }: ImportingManifest, { package: name, module }: ContractedModule) =>
  name && name !== content.name ? `${module} of ${name}` : module;

/** The fields of package.json that declare packages. */
export const DEPENDENCIES = ["dependencies", "peerDependencies", "optionalDependencies", "devDependencies"] as const;

function recordOf(content: ImportingManifest["content"], field: string): Readonly<Record<string, unknown>> {
  const value = content[field];
  return value && typeof value === "object" ? { ...value } : {};
}

/**
 * The declared range of a package. `workspace:^1.2` → `^1.2`, which npm publishes; `npm:@acme/pg@^8` → `^8`, the range
 * of the package behind the alias. The ranges of other protocols are not known.
 */
function declaredRange(manifest: ImportingManifest, name: string): string | undefined {
  for (const field of DEPENDENCIES) {
    const declared = recordOf(manifest.content, field)[name];
    if (typeof declared === "string") return declared.replace(/^(?:workspace:|npm:@?[^@]+@)/, "");
  }
  return undefined;
}

function haveNothingInCommon(left: string, right: string | undefined): boolean {
  if (right === undefined || validRange(left) === null || validRange(right) === null) return false;
  return !intersects(left, right, { includePrerelease: true });
}

function checkPackage(
  manifest: ImportingManifest,
  module: ContractedModule,
  condition: CheckedCondition,
): Disagreement | undefined {
  const name = condition.path.slice("packages.".length);
  if (name === manifest.content.name) return undefined;
  const declared = declaredRange(manifest, name);
  const { displayName } = manifest;
  const { expected, semver, span, optional } = condition;
  if (declared === undefined) {
    // Only the module's own package must declare what the module needs. Others get it as a dependency of that package.
    if (optional || manifest.content.name !== (module.package || undefined)) return undefined;
    return { key: "packageNotDeclared", span, values: [displayName, nameFor(manifest, module), name, expected] };
  }
  if (!haveNothingInCommon(declared, semver)) return undefined;
  return {
    key: "packageRangeExcluded",
    span,
    values: [displayName, nameFor(manifest, module), name, expected, declared],
  };
}

function checkEngine(
  manifest: ImportingManifest,
  module: ContractedModule,
  { expected, semver, span }: CheckedCondition,
): Disagreement[] {
  const { node } = recordOf(manifest.content, "engines");
  if (typeof node !== "string" || !haveNothingInCommon(node, semver)) return [];
  return [{ key: "enginesExcluded", span, values: [manifest.displayName, nameFor(manifest, module), expected, node] }];
}

/** A union of runtimes. It is met when one of them is met. */
function checkRuntimes(
  manifest: ImportingManifest,
  module: ContractedModule,
  options: readonly (readonly CheckedCondition[])[],
): Disagreement[] {
  const found = options.map((conditions) =>
    conditions.flatMap((condition) => checkCondition(manifest, module, condition)),
  );
  return found.some((disagreements) => !disagreements.length) ? [] : found.flat();
}

/** npm's rule for `os` and `cpu`: a list of admitted names, or of excluded names with `!`. */
function admitsPlatform(listed: readonly string[], name: string): boolean {
  if (listed.includes(`!${name}`)) return false;
  const positive = listed.filter((each) => !each.startsWith("!"));
  return !positive.length || positive.includes(name) || positive.includes("any");
}

function checkPlatform(
  manifest: ImportingManifest,
  module: ContractedModule,
  condition: CheckedCondition,
  field: "os" | "cpu",
): Disagreement[] {
  const value = manifest.content[field];
  const listed = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");
  const { literals: names = [] } = condition;
  if (!listed.length || condition.optional || names.some((name) => admitsPlatform(listed, name))) return [];
  const values = [manifest.displayName, nameFor(manifest, module), field, condition.expected, JSON.stringify(listed)];
  return [{ key: "platformExcluded", span: condition.span, values }];
}

function checkCondition(
  manifest: ImportingManifest,
  module: ContractedModule,
  condition: CheckedCondition,
): Disagreement[] {
  const { path, oneOf } = condition;
  if (oneOf) return checkRuntimes(manifest, module, oneOf);
  if (path === "runtime.node") return checkEngine(manifest, module, condition);
  const { listedAs } = fields[splitPath(path)[0]];
  return listedAs ? checkPlatform(manifest, module, condition, listedAs) : [];
}

/** The conditions that no installation can meet; empty when one alternative can be met. */
function findDisagreements(
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  manifest: ImportingManifest,
): Disagreement[] {
  const found = alternatives.map(({ conditions, packages }) => [
    ...conditions.flatMap((condition) => checkCondition(manifest, module, condition)),
    ...packages.flatMap((condition) => checkPackage(manifest, module, condition) ?? []),
  ]);
  return found.some((disagreements) => !disagreements.length) ? [] : found.flat();
}

/**
 * Whether a contract agrees with a package.json.
 *
 * @param module - The contracted module.
 * @param alternatives - Its contract; the types in it are not needed.
 * @param manifest - A package.json of the program.
 */
export function agrees(
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  manifest: ImportingManifest,
): boolean {
  return !findDisagreements(module, alternatives, manifest).length;
}

/**
 * Checks a contract against the package.json of a package that imports the module. A condition that no installation can
 * meet is reported at the contract's literal, or at the import when the contract is in a declaration file. Nothing is
 * reported when one alternative can be met.
 *
 * @param context - Receives the diagnostics.
 * @param module - The contracted module.
 * @param alternatives - Its contract.
 * @param manifest - A package.json of the program.
 * @param findImport - Finds an import of the module in that package. It is slow and called last.
 */
export function checkAgreement(
  context: Context,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  manifest: ImportingManifest,
  findImport: () => FirstImport | undefined,
): void {
  const found = findDisagreements(module, alternatives, manifest);
  const first = found.length ? findImport() : undefined;
  if (!first) return;
  for (const { key, span, values } of found) {
    context.report(
      key,
      span.file.isDeclarationFile ? first.span : span,
      ...values,
      first.place + (manifest.name ? ` of ${manifest.name}` : ""),
    );
  }
}
