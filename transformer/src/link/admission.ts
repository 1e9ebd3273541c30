import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedAlternative, ContractedModule, ImporterOption, ModuleIdentity } from "../analysis/model.js";
import { matches } from "../check/patterns.js";
import { bind, internalChecker } from "../compiler/compiler.js";

/** Why a contract does not admit an importer: by its name and path, or by the type of its exports. */
export type Refusal =
  | { readonly kind: "identity" }
  | { readonly kind: "exports"; readonly type: ts.Type; readonly option: ImporterOption };

/**
 * Whether an importer has the package and path that an option of `importer` asks for. Importers of the contracted
 * module's own package match every `package`. `module` without `package` admits only that package.
 *
 * @param context - The program.
 * @param module - The contracted module.
 * @param option - The option.
 * @param importer - The importing file.
 */
export function hasIdentity(
  context: Context,
  module: ContractedModule,
  option: ImporterOption,
  importer: ModuleIdentity,
): boolean {
  const isOwnPackage = importer.package === module.package;
  const admitsPackage = option.package
    ? isOwnPackage || matches(context, option.package.patterns, importer.package)
    : isOwnPackage || !option.module;
  if (!admitsPackage || !option.module) return admitsPackage;
  const { patterns } = option.module;
  const { folder } = module;
  // When the nearest package.json has no name, a path may also be relative to its folder.
  const isBeside = isOwnPackage && folder !== undefined && importer.module.startsWith(folder);
  return (
    matches(context, patterns, importer.module) ||
    (isBeside && matches(context, patterns, importer.module.slice(folder.length)))
  );
}

/** The type of all that a file exports: of its namespace object, or of the value in `export =`. */
export function exportsOf({ ts, options, checker }: Context, file: ts.SourceFile): ts.Type | undefined {
  const { symbol } = bind(ts, file, options);
  return symbol && checker.getTypeOfSymbol(internalChecker(checker).resolveExternalModuleSymbol(symbol));
}

/** Whether an importer is in a contract's `Legacy<…>` list. */
export function isListed(
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  importer: ModuleIdentity,
): boolean {
  return alternatives.some((alternative) =>
    alternative.importer?.legacy.some(
      (each) => each.module === importer.module && (each.package ?? module.package) === importer.package,
    ),
  );
}

/** Whether a contract admits an importer by its identity alone, without its exports. */
export function admitsIdentity(
  context: Context,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  importer: ModuleIdentity,
): boolean {
  if (isListed(module, alternatives, importer)) return true;
  return alternatives.some(
    (alternative) =>
      !alternative.importer ||
      alternative.importer.options.some((option) => !option.exports && hasIdentity(context, module, option, importer)),
  );
}

/**
 * Judges an importer by the `importer` field of a contract.
 *
 * @param context - The program.
 * @param module - The contracted module.
 * @param alternatives - Its contract.
 * @param importer - The importing file's identity.
 * @param file - The importing file.
 * @param listed - Whether the modules in `Legacy<…>` are admitted. With `"ignored"`, they are judged as all others.
 * @returns Why the importer is not admitted; `undefined` when it is.
 */
export function judgeImporter(
  context: Context,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  importer: ModuleIdentity,
  file: ts.SourceFile,
  listed: "admitted" | "ignored" = "admitted",
): Refusal | undefined {
  if (alternatives.some((alternative) => !alternative.importer)) return undefined;
  if (listed === "admitted" && isListed(module, alternatives, importer)) return undefined;
  const options = alternatives.flatMap((alternative) => alternative.importer?.options ?? []);
  const identified = options.filter((option) => hasIdentity(context, module, option, importer));
  const [first] = identified;
  if (!first) return { kind: "identity" };
  const actual = exportsOf(context, file);
  const fits = ({ exports }: ImporterOption) =>
    !exports || (actual !== undefined && context.checker.isTypeAssignableTo(actual, exports.type));
  return identified.some(fits) ? undefined : { kind: "exports", type: first.exports!.type, option: first };
}
