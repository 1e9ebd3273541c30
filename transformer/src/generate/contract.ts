import {
  type Alternative,
  type Condition,
  type ContractData,
  type ImporterCondition,
  Reading,
  type Shape,
} from "importspy/dist/contract.cjs";
import { type FieldName, splitPath } from "importspy/dist/fields.cjs";
import { isPrintable, printable } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import {
  type CheckedAlternative,
  type CheckedCondition,
  type CheckedImporter,
  type CheckedPattern,
  type CheckedShape,
  type ContractedModule,
  type ImporterOption,
  keyOf,
  type Span,
} from "../analysis/model.js";
import { printType } from "../check/types.js";
import { fields } from "../generated/fields.js";
import { findDefaultMistake } from "./default.js";
import { createReaders } from "./reader.js";
import { UnsupportedTypeError, type Validator } from "./validators.js";

/** A contract in the form of a sidecar, without the parts that differ between ESM and CommonJS. */
export interface GeneratedContract {
  readonly data: ContractData;
  /** The parts of the runtime that it uses, such as the judges of its fields, as properties of an object literal. */
  readonly uses: readonly string[];
  /** Its validators as JavaScript. The data refers to them by index. */
  readonly validators: readonly string[];
  /** The names to import from the guard's file, or from the file of rare formats. */
  readonly imports: readonly string[];
  /** The names to import from the file of values. */
  readonly valueImports: readonly string[];
  /** Its module calls `env<C>()`. */
  readonly readsValues: boolean;
  readonly asksForPackages: boolean;
}

/** `env: variables`: the file of values has its own name for this judge. */
const useText = (name: string, own: ReadonlyMap<string, string>) =>
  own.has(name) ? `${name}: ${own.get(name)}` : name;

/**
 * The parts of the runtime's file of values that a contract uses.
 *
 * @param isReadAtOnce - Whether each alternative with variables has a reader.
 */
function valueNames(
  { alternatives }: ContractData,
  readsValues: boolean,
  isReadAtOnce: boolean,
): Record<string, string> {
  const conditions = alternatives.flatMap((alternative) => alternative.conditions);
  const isOf = (name: "list" | "json") => conditions.some((condition) => condition[name]);
  const asksForImporters = alternatives.some(({ packages, importer }) => packages ?? importer);
  const hasVariables = conditions.some(({ path }) => path.startsWith("env."));
  return {
    ...(hasVariables &&
      (readsValues || isOf("list") || isOf("json")) && {
        env: isReadAtOnce ? "allVariables" : "variables",
      }),
    ...(isOf("list") && { list: "readList" }),
    ...(isOf("json") && { json: "readJson" }),
    ...(readsValues && alternatives.length > 1 && asksForImporters && { judgeImporter: "judgeReader" }),
  };
}

/** The names of the judges that a contract uses, by field. For `runtime`, it is `runtimes` when there is a union. */
function guardsOf(alternatives: readonly CheckedAlternative[]): ReadonlyMap<FieldName, string> {
  const conditions = alternatives.flatMap((each) => [...each.conditions, ...each.packages]);
  const asked = new Set(conditions.map(({ path }) => splitPath(path)[0]));
  const guardOf = (field: FieldName) => {
    const own = conditions.filter(({ path }) => splitPath(path)[0] === field);
    return fields[field].guardFor?.(own) ?? field;
  };
  const importer = alternatives.some((each) => each.importer) ? (["importer"] as const) : [];
  return new Map([...asked, ...importer].map((field) => [field, guardOf(field)]));
}

/** Generates the validator of a type. */
export type Generate = (type: ts.Type) => Validator;

/**
 * Generates the data and the validators of a contract.
 *
 * @param context - The program; its report receives the mistakes.
 * @param generate - Generates validators.
 * @param module - The contracted module.
 * @param alternatives - Its contract, checked.
 * @param readsValues - Whether its module calls `env<C>()`.
 * @returns `undefined` when a mistake was reported.
 */
export function generateContract(
  context: Context,
  generate: Generate,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
  readsValues: boolean,
): GeneratedContract | undefined {
  const checks = new Set<string>();
  // Conditions with the same type share a validator.
  const validators = new Map<string, number>();
  let failed = false;

  const indexOf = (validator: string): number => {
    const index = validators.get(validator) ?? validators.size;
    validators.set(validator, index);
    return index;
  };

  const defaults: { readonly condition: Condition; readonly span: Span }[] = [];

  const validatorOf = (condition: Pick<CheckedCondition, "type" | "expected" | "span">): Validator | undefined => {
    if (!condition.type) return undefined;
    try {
      const validator = generate(condition.type);
      for (const name of validator.checks) checks.add(name);
      return validator;
    } catch (error) {
      if (!(error instanceof UnsupportedTypeError)) throw error;
      context.report("unsupportedTag", condition.span, condition.expected, error.message);
      failed = true;
      return undefined;
    }
  };

  // The runtime passes a text as it is, and reads the text of a variable as its declared type.
  const testOf = (
    tested: Pick<CheckedCondition, "type" | "expected" | "readings" | "literals" | "validator" | "span">,
  ) => {
    const { expected, readings, validator } = tested;
    // Literals with control characters that JSON does not escape are described in words, since the guard prints
    // literals.
    const literals = tested.literals?.every((each) => isPrintable(JSON.stringify(each))) ? tested.literals : undefined;
    const is = literals ? undefined : (validator ?? validatorOf(tested)?.text);
    return {
      ...(literals ? { literals } : { expected: printable(expected) }),
      ...(readings !== undefined && readings !== Reading.string && { readings }),
      ...(is !== undefined && { is: indexOf(is) }),
    };
  };

  const shapeOf = (shape: CheckedShape, span: Span): Shape => {
    const inner = (each: CheckedShape) => shapeOf(each, span);
    switch (shape.kind) {
      case "string":
      case "number":
      case "boolean": {
        const { type, ...plain } = shape;
        const is = type && validatorOf({ type, expected: shape.expected, span })?.text;
        return { ...plain, expected: printable(shape.expected), ...(is !== undefined && { is: indexOf(is) }) };
      }
      case "list":
        return { ...shape, of: inner(shape.of) };
      case "tuple":
      case "union":
        return { ...shape, of: shape.of.map(inner) };
      case "object": {
        const { members, rest } = shape;
        const all = members.map((member) => ({ ...member, shape: inner(member.shape) }));
        return { kind: "object", members: all, ...(rest && { rest: inner(rest) }) };
      }
      default:
        return shape;
    }
  };

  /** Replaces the indexes of types in shapes by those of validators. */
  const exportsShape = ({ shapes, types }: NonNullable<CheckedCondition["shape"]>, span: Span) => {
    const numbers = types.map((type) => {
      const validator = validatorOf({ type, expected: printType(context, type), span });
      return validator && indexOf(validator.text);
    });
    const renumber = (key: string, value: unknown) => (key === "is" ? numbers[value as number] : value);
    return JSON.parse(JSON.stringify(shapes), renumber) as typeof shapes;
  };

  // { path: "env.PORT", expected: "a uint32", optional: true, readings: 2, is: 0 }
  const conditionOf = (checked: CheckedCondition): Condition => {
    const { path, expected, optional, range, oneOf, list, json, secret, shape, span } = checked;
    const { readings, is, ...said } = list ? testOf({ ...list, span }) : testOf(checked);
    const test = { ...(readings !== undefined && { readings }), ...(is !== undefined && { is }) };
    const condition: Condition = {
      path,
      ...(list || json ? { expected: printable(expected) } : said),
      ...(optional && { optional }),
      ...(list || json ? {} : test),
      // A violation in an item shows these words, so they are also needed for literals.
      ...(list && { list: { separator: list.separator, expected: printable(list.expected), ...said, ...test } }),
      ...(json && { json: json.map((shape) => shapeOf(shape, span)) }),
      // Only a module that reads the value gets it hidden.
      ...(secret && readsValues && { secret }),
      ...(checked.default !== undefined && { default: checked.default }),
      ...(range && { range }),
      ...(oneOf && { oneOf: oneOf.map((conditions) => conditions.map(conditionOf)) }),
      ...(shape && { shape: exportsShape(shape, span) }),
    };
    if (condition.default !== undefined) defaults.push({ condition, span });
    return condition;
  };

  const patternText = ({ patterns, span }: CheckedPattern, input: string): string => {
    const test = (type: ts.Type) => `(${validatorOf({ type, expected: input, span })?.text})(${input})`;
    const tests = patterns.map(({ is, not }) => [test(is), ...not.map((type) => `!${test(type)}`)].join(" && "));
    return tests.length > 1 ? `(${tests.map((each) => `(${each})`).join(" || ")})` : tests[0]!;
  };

  // When the nearest package.json has no name, a path may also be relative to its folder.
  const moduleText = (pattern: CheckedPattern, isOwn: string): string => {
    const whole = patternText(pattern, "importer.module");
    if (module.folder === undefined) return whole;
    const isBeside = `importer.module.startsWith(${JSON.stringify(module.folder)})`;
    const part = patternText(pattern, `importer.module.slice(${module.folder.length})`);
    return `(${whole} || (${isOwn} && ${isBeside} && ${part}))`;
  };

  // { package: "web", module: `src/${string}` } → (importer.package === "app" || …) && …
  const optionText = ({ package: name, module: path }: ImporterOption): string => {
    const isOwn = `importer.package === ${JSON.stringify(module.package)}`;
    const tests: string[] = [];
    if (name) tests.push(`(${isOwn} || ${patternText(name, "importer.package")})`);
    else if (path) tests.push(isOwn);
    if (path) tests.push(moduleText(path, isOwn));
    return tests.join(" && ") || "true";
  };

  // The module is tested before the package, and after it in an option. This order tells a list from an option.
  // Legacy<"src/a.ts"> → ((input) => "src/a.ts" === input)(importer.module) && importer.package === "app"
  const legacyTexts = ({ legacy }: CheckedImporter): string[] => {
    const byPackage = new Map<string, string[]>();
    for (const { package: name = module.package, module: path } of legacy)
      byPackage.set(name, [...(byPackage.get(name) ?? []), `${JSON.stringify(path)} === input`]);
    return [...byPackage].map(([name, tests]) => {
      const isListed = `((input) => ${tests.join(" || ")})(importer.module)`;
      return `(${isListed} && importer.package === ${JSON.stringify(name)})`;
    });
  };

  const importerOf = (checked: CheckedImporter): ImporterCondition => {
    const { options, expected } = checked;
    const is = [...options.map((option) => `(${optionText(option)})`), ...legacyTexts(checked)].join(" || ");
    return { expected: printable(expected), is: indexOf(`(importer) => ${is}`) };
  };

  const alternativeOf = ({ conditions, packages, importer, note }: CheckedAlternative): Alternative => ({
    conditions: conditions.map(conditionOf),
    ...(packages.length && { packages: packages.map(conditionOf) }),
    ...(importer && { importer: importerOf(importer) }),
    ...(note !== undefined && { note }),
  });

  const guards = guardsOf(alternatives);
  const handOver = new Map([...guards].map(([field, name]) => [name, field === name ? name : `${field}: ${name}`]));
  const names = [...guards.values()].sort();
  if (alternatives.some(({ packages, importer }) => packages.length || importer)) names.push("judgeImporter");
  if (alternatives.length > 1) names.push("describeAlternatives");
  const { declaredIn, line } = module;
  const data: ContractData = {
    key: keyOf(module),
    package: module.package,
    module: module.module,
    line,
    ...(declaredIn !== undefined && { declaredIn }),
    alternatives: alternatives.map(alternativeOf),
  };
  const asksForPackages = guards.has("packages");
  for (const { shape, span } of declaredIn === undefined ? [] : alternatives.flatMap(({ packages }) => packages)) {
    // An external module is judged before anything loads it, so its exports cannot be checked.
    if (shape) context.report("shapeForExternal", span);
    failed ||= shape !== undefined;
  }
  if (failed) return undefined;
  for (const { condition, span } of defaults) {
    const mistake = findDefaultMistake(condition, [...validators.keys()]);
    if (mistake !== undefined) {
      context.report("invalidDefault", span, condition.path, mistake);
      failed = true;
    }
  }
  const readers = readsValues ? createReaders(data.alternatives, [...validators.keys()]) : undefined;
  const withReader = (alternative: Alternative, index: number): Alternative => {
    const reader = readers?.[index];
    return reader === undefined ? alternative : { ...alternative, read: indexOf(reader) };
  };
  const ownNames = new Map(Object.entries(valueNames(data, readsValues, readers !== undefined)));
  return failed
    ? undefined
    : {
        data: { ...data, alternatives: data.alternatives.map(withReader) },
        uses: [
          ...names.map((name) => (ownNames.has(name) ? useText(name, ownNames) : (handOver.get(name) ?? name))),
          ...[...ownNames].filter(([name]) => !names.includes(name)).map(([name]) => useText(name, ownNames)),
          ...(asksForPackages ? ["packageVersion"] : []),
        ],
        validators: [...validators.keys()],
        imports: [...names.filter((name) => !ownNames.has(name)), ...checks],
        valueImports: [...ownNames.values()],
        readsValues,
        asksForPackages,
      };
}
