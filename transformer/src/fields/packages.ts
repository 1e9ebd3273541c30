import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedCondition } from "../analysis/model.js";
import { exportsOf, UncheckableError } from "../check/exports.js";
import { checkMembers } from "../check/members.js";
import { type Checking, has, isNever, type Member, printType } from "../check/types.js";
import { brandOf } from "../check/values.js";
import { checkVersion } from "../check/versions.js";
import { internalChecker } from "../compiler/compiler.js";
import { createManifestFinder } from "../discover/identity.js";
import type { FieldTyping } from "./field.js";

/** The package names that npm allows: {@link https://json.schemastore.org/package.json}, `name`. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

/** The types of what a package exports. */
interface Installed {
  readonly exports: ts.Type;
  /** Of CommonJS, an ES module also imports all exports as `default`. */
  readonly hasDefault: boolean;
}

/** What a package exports; `undefined` when no file of the program imports the package. */
function findInstalled(context: Context, { name, valueSpan }: Member): Installed | undefined {
  const { ts, program, checker, options, host } = context;
  const { file } = valueSpan;
  const mode = file.impliedNodeFormat ?? ts.ModuleKind.ESNext;
  const { resolvedModule } = ts.resolveModuleName(name, file.fileName, options, host, undefined, undefined, mode);
  const declared = resolvedModule && program.getSourceFile(resolvedModule.resolvedFileName);
  const symbol =
    checker.getAmbientModules().find((each) => each.name === JSON.stringify(name)) ??
    (declared && checker.getSymbolAtLocation(declared));
  if (!symbol) return undefined;
  const isCommonJs =
    declared?.impliedNodeFormat === ts.ModuleKind.CommonJS ||
    (symbol.exports?.has(ts.InternalSymbolName.ExportEquals) ?? false);
  return {
    exports: checker.getTypeOfSymbol(internalChecker(checker).resolveExternalModuleSymbol(symbol)),
    hasDefault: isCommonJs && mode !== ts.ModuleKind.CommonJS,
  };
}

const isCallable = (type: ts.Type) => type.getCallSignatures().length + type.getConstructSignatures().length > 0;

/** The first difference between a package's declarations and the expected shape. */
function findLack(context: Context, { exports, hasDefault }: Installed, shape: ts.Type): string | undefined {
  const { ts, checker } = context;
  if (checker.isTypeAssignableTo(exports, shape)) return undefined;
  let usesDefault = false;
  for (const wanted of checker.getPropertiesOfType(shape)) {
    const found = checker.getPropertyOfType(exports, wanted.name);
    const isWhole = !found && hasDefault && wanted.name === "default";
    if (!found && !isWhole) {
      if (wanted.flags & ts.SymbolFlags.Optional) continue;
      return `it exports no '${wanted.name}'`;
    }
    usesDefault ||= isWhole;
    const [type, other] = [checker.getTypeOfSymbol(wanted), found ? checker.getTypeOfSymbol(found) : exports];
    if (checker.isTypeAssignableTo(other, type)) continue;
    return `'${wanted.name}' is '${printType(context, other)}', not '${printType(context, type)}'`;
  }
  // The members of a shape with a default are all it asks.
  return usesDefault && !isCallable(shape) ? undefined : `it is not assignable to '${printType(context, shape)}'`;
}

/** `Package<"^8.11", { Pool: new () => unknown }>` */
function checkShape(context: Checking, member: Member, shape: ts.Type): CheckedCondition["shape"] {
  const { ts, report } = context;
  if (has(shape, ts.TypeFlags.Any)) {
    report("loadOfAnything", member.valueSpan, printType(context, shape));
    return undefined;
  }
  const installed = findInstalled(context, member);
  const lack = installed && findLack(context, installed, shape);
  if (lack !== undefined) {
    report("packageShape", member.valueSpan, member.name, lack);
    return undefined;
  }
  const types: ts.Type[] = [];
  try {
    return { shapes: exportsOf(context, shape, types), types };
  } catch (error) {
    if (!(error instanceof UncheckableError)) throw error;
    report("uncheckableExports", member.valueSpan, printType(context, shape), error.message);
    return undefined;
  }
}

function checkPackage(context: Checking, member: Member): CheckedCondition | undefined {
  if (!PACKAGE_NAME.test(member.name)) {
    context.report("invalidPackageName", member.nameSpan, member.name);
    return undefined;
  }
  const brand = isNever(context, member.type) ? undefined : brandOf(context, member.type, "package");
  if (!brand) return checkVersion(context, "packages", member);
  const [range, wanted] = context.checker.getTypeArguments(brand as ts.TypeReference);
  const version = checkVersion(context, "packages", { ...member, type: range! });
  const shape = version && checkShape(context, member, wanted!);
  return shape && { ...version, shape };
}

/** The dependencies in the package.json above a file, with their ranges. */
function declaredPackages({ host }: Context, file: ts.SourceFile): readonly (readonly [name: string, range: string])[] {
  const content: Readonly<Record<string, unknown>> = createManifestFinder(host)(file.fileName)?.content ?? {};
  const fields = [content.dependencies, content.peerDependencies, content.optionalDependencies];
  const pairs = fields.flatMap((field) => (field && typeof field === "object" ? Object.entries(field) : []));
  return pairs.filter((pair): pair is [string, string] => typeof pair[1] === "string");
}

export const typing: FieldTyping = {
  check: (context, member) => checkMembers(context, member, checkPackage).map((packages) => ({ packages })),
  offer: (context, file) =>
    Object.fromEntries(
      declaredPackages(context, file).map(([name, range]) => [
        name,
        { words: `package.json asks for ${range}.`, text: range },
      ]),
    ),
};
