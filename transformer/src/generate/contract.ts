import { Reading } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import type { Context } from "../context.js";
import type {
  CheckedAlternative,
  CheckedCondition,
  CheckedImporter,
  CheckedPattern,
  ContractedModule,
  ImporterOption,
} from "../model.js";
import { UnsupportedTypeError, type Validator } from "./typia.js";

/** A contract as JavaScript: an object literal, without the parts that differ between ESM and CommonJS. */
export interface GeneratedContract {
  readonly text: string;
  /** What it takes from the runtime: the judges of its fields, the checks of typia's tags, and what else it needs. */
  readonly imports: readonly string[];
  readonly asksForPackages: boolean;
}

/** Generates the validator of a type. */
export type Generate = (type: ts.Type) => Validator;

/** `{ a: 1, b }` with an entry a line. */
function objectLiteral(entries: readonly (string | undefined)[], indent: string): string {
  const lines = entries.filter((entry) => entry !== undefined).map((entry) => `${indent}  ${entry},`);
  return ["{", ...lines, `${indent}}`].join("\n");
}

function arrayLiteral(items: readonly string[], indent: string): string {
  return items.length ? `[\n${items.map((item) => `${indent}  ${item},`).join("\n")}\n${indent}]` : "[]";
}

/**
 * Makes the object literal of a contract.
 *
 * @param context - The program and its report.
 * @param generate - Generates validators.
 * @param module - The contracted module.
 * @param alternatives - Its contract, checked.
 * @returns `undefined` after reporting that a validator cannot be generated.
 */
export function generateContract(
  context: Context,
  generate: Generate,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
): GeneratedContract | undefined {
  const formats = new Set<string>();
  let failed = false;

  const validatorOf = (condition: Pick<CheckedCondition, "type" | "expected" | "span">): Validator | undefined => {
    if (!condition.type) return undefined;
    try {
      const validator = generate(condition.type);
      for (const name of validator.formats) formats.add(name);
      return validator;
    } catch (error) {
      if (!(error instanceof UnsupportedTypeError)) throw error;
      context.report("unsupportedTag", condition.span, condition.expected, error.message);
      failed = true;
      return undefined;
    }
  };

  // "linux" | "darwin" → ["linux", "darwin"]
  const literalsText = ({ type, expected }: CheckedCondition): string | undefined => {
    const members = type?.isUnion() ? type.types : type ? [type] : [];
    const literals = new Set(members.map((member) => (member.isStringLiteral() ? JSON.stringify(member.value) : "")));
    const texts = expected.split(" | ");
    return texts.length === literals.size && texts.every((text) => literals.has(text))
      ? `[${texts.join(", ")}]`
      : undefined;
  };

  // { path: "env.PORT", expected: "a uint32", optional: true, readings: 2, is: (input) => … }
  const conditionText = (condition: CheckedCondition, indent: string): string => {
    const { path, expected, optional, readings, range, oneOf } = condition;
    const literals = literalsText(condition);
    // The runtime judges texts as texts, and reads those of variables as what they are declared.
    const is = literals === undefined ? validatorOf(condition)?.ofKind : undefined;
    const entries = [
      `path: ${JSON.stringify(path)}`,
      literals === undefined ? `expected: ${JSON.stringify(expected)}` : `literals: ${literals}`,
      optional ? "optional: true" : undefined,
      readings === undefined || readings === Reading.string ? undefined : `readings: ${readings}`,
      is === undefined ? undefined : `is: ${is.replace(/\n/g, `\n${indent}`)}`,
      range && `range: ${JSON.stringify(range)}`,
    ].filter((entry) => entry !== undefined);
    const options = oneOf?.map((conditions) => conditionList(conditions, `${indent}  `));
    if (options) entries.push(`oneOf: ${arrayLiteral(options, indent)}`);
    return `{ ${entries.join(", ")} }`;
  };
  const conditionList = (conditions: readonly CheckedCondition[], indent: string) =>
    arrayLiteral(
      conditions.map((condition) => conditionText(condition, `${indent}  `)),
      indent,
    );

  const patternText = ({ patterns, span }: CheckedPattern, input: string): string => {
    const test = (type: ts.Type) => `(${validatorOf({ type, expected: input, span })?.text})(${input})`;
    const tests = patterns.map(({ is, not }) => [test(is), ...not.map((type) => `!${test(type)}`)].join(" && "));
    return tests.length > 1 ? `(${tests.map((each) => `(${each})`).join(" || ")})` : tests[0]!;
  };

  // { package: "web", module: `src/${string}` } → (importer.package === "app" || …) && …
  const optionText = ({ package: name, module: path }: ImporterOption): string => {
    const isOwn = `importer.package === ${JSON.stringify(module.package)}`;
    const tests: string[] = [];
    if (name) tests.push(`(${isOwn} || ${patternText(name, "importer.package")})`);
    else if (path) tests.push(isOwn);
    if (path) tests.push(patternText(path, "importer.module"));
    return tests.join(" && ") || "true";
  };

  const importerText = ({ options, expected }: CheckedImporter): string => {
    const is = options.map((option) => `(${optionText(option)})`).join(" || ");
    return `{ expected: ${JSON.stringify(expected)}, is: (importer) => ${is} }`;
  };

  const alternativeText = ({ conditions, packages, importer, note }: CheckedAlternative) =>
    objectLiteral(
      [
        `conditions: ${conditionList(conditions, "      ")}`,
        packages.length ? `packages: ${conditionList(packages, "      ")}` : undefined,
        importer && `importer: ${importerText(importer)}`,
        note === undefined ? undefined : `note: ${JSON.stringify(note)}`,
      ],
      "    ",
    );

  const fieldsOf = ({ conditions, packages, importer }: CheckedAlternative) => [
    ...[...conditions, ...packages].map(({ path, oneOf }) => (oneOf ? "runtimes" : path.split(".")[0]!)),
    ...(importer ? ["importer"] : []),
  ];
  const fields = new Set(alternatives.flatMap(fieldsOf));
  // Beside `runtimes`, which judges a single one, too.
  if (fields.has("runtimes")) fields.delete("runtime");
  const judges = [...fields].sort();
  const others: string[] = [];
  if (alternatives.some(({ packages, importer }) => packages.length || importer)) others.push("judgeImporter");
  if (alternatives.length > 1) others.push("describeAlternatives");
  const { declaredIn, line } = module;
  const text = objectLiteral(
    [
      `package: ${JSON.stringify(module.package)}`,
      `module: ${JSON.stringify(module.module)}`,
      `line: ${line}`,
      declaredIn === undefined ? undefined : `declaredIn: ${JSON.stringify(declaredIn)}`,
      `judges: { ${judges.map((judge) => (judge === "runtimes" ? "runtime: runtimes" : judge)).join(", ")} }`,
      ...others,
      `alternatives: ${arrayLiteral(alternatives.map(alternativeText), "  ")}`,
    ],
    "",
  );
  return failed
    ? undefined
    : {
        text,
        imports: [...judges, ...others, ...formats],
        asksForPackages: fields.has("packages"),
      };
}
