/**
 * Generates validators. Each follows this grammar, so that a tool can read a sidecar without running it:
 *
 *     validator := check                                   a runtime check that takes the value: _isFormatUri
 *                | (input) => any
 *                | (input, text) => any                    when it also needs the text of the variable
 *     any       := all || all …
 *     all       := test && test …
 *     test      := true
 *                | "string" === typeof input               or number, bigint, boolean: in unions of several kinds
 *                | "a text" === input | true === input | false === input
 *                | 3 <= input.length | input.length <= 5
 *                | /pattern/u.test(input)                  without a flag for template literals of texts
 *                | _isTemplate(input, "v", 2)              a template literal: its texts, and the `Reading` of each hole
 *                | _isFormatUri(input)
 *                | _minus(text, "5") <= 0                  or <, >=, >: the difference of two decimal numerals
 *                | !_minus(text, "5")                      both are the same number
 *                | !_modulo(text, "0.01")                  the first is a multiple of the second
 *                | !+text.split(".")[1]                     it is an integer: its fraction is 0, or there is none
 *                | 5 <= input                              a safe integer as bound, for integers only: rounding an
 *                                                          integer never moves it past such a bound
 *                | 5 <= parseInt(text)                     a bound above 0: the fraction does not matter
 *                | _holds(() => expression)                a user's own tag, over `input`: any JavaScript
 *
 * Readers, which read all variables at once, stand behind them in the same list (`reader.ts`).
 *
 * `input` is the value of a variable: a string, a number, a bigint or a boolean. Numbers and bigints are tested by their
 * text, because reading a number may round it.
 *
 * @module
 */
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { memoize } from "../analysis/memoize.js";
import type { TypeScript } from "../compiler/compiler.js";
import { decimalOf } from "../type/decimal.js";
import { parseExpression } from "../type/expression.js";
import { rangeOf } from "../type/range.js";
import { type LiteralValue, literalOf, readTags, type Tag, targetOf } from "../type/tags.js";
import { createTemplateTest } from "../type/template.js";
import { createErasingPrinter } from "./erase.js";

/** A generated validator, as JavaScript. */
export interface Validator {
  /** An arrow function, or the name of a runtime check. */
  readonly text: string;
  /** The names of the runtime checks that it uses. */
  readonly checks: readonly string[];
}

/** A type for which no validator can be generated, with the reason. */
export class UnsupportedTypeError extends Error {}

/** The value, in the expression of a tag and in a validator. */
const [STATED, VALUE] = ["$input", "input"] as const;

/** TypeScript's own context for visiting nodes outside of a transformation. It is internal. */
function visitingContext(typescript: TypeScript): ts.TransformationContext {
  return (typescript as unknown as { nullTransformationContext: ts.TransformationContext }).nullTransformationContext;
}

/** Whether an identifier is the name of a member, a variable or a label, not a use of a variable. */
function isName(node: ts.Identifier): boolean {
  const { name, propertyName, label } = node.parent as Partial<Record<"name" | "propertyName" | "label", ts.Node>>;
  return [name, propertyName, label].includes(node);
}

/** Whether renaming `$input` would change an expression, or the expression changes it for the tests after it. */
function needsItsOwn(typescript: TypeScript, node: ts.Node): boolean {
  const { FirstAssignment, LastAssignment, PlusPlusToken, MinusMinusToken } = typescript.SyntaxKind;
  const isOther = typescript.isIdentifier(node) && (node.text === VALUE || (node.text === STATED && isName(node)));
  const operator = (node as Partial<ts.PrefixUnaryExpression>).operator;
  const isStep = operator === PlusPlusToken || operator === MinusMinusToken;
  const kind = typescript.isBinaryExpression(node) ? node.operatorToken.kind : undefined;
  const isAssignment = kind !== undefined && kind >= FirstAssignment && kind <= LastAssignment;
  return (
    isOther ||
    isStep ||
    isAssignment ||
    typescript.forEachChild(node, (child) => needsItsOwn(typescript, child)) === true
  );
}

/** `$importInternal("isFormatUri")` → `_isFormatUri` */
function checkOf(typescript: TypeScript, node: ts.Node): string | undefined {
  if (!typescript.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const [argument] = node.arguments as unknown as [ts.Expression];
  if (!typescript.isIdentifier(node.expression) || !typescript.isStringLiteralLike(argument)) return undefined;
  return node.expression.text === "$importInternal" ? `_${argument.text.replace(/^_/, "")}` : undefined;
}

/**
 * Makes the function that compiles the expressions of tags to arrow functions over `input`.
 *
 * ```
 * $input.length > 2                 →  () => input.length > 2
 * list.some((input) => $input)      →  () => (($input) => list.some((input) => $input))(input)
 * ```
 */
function createTranspiler(typescript: TypeScript): (script: string, use: (check: string) => string) => string {
  const { factory } = typescript;
  const print = createErasingPrinter(typescript);
  const transformer = visitingContext(typescript);
  return (script, use) => {
    const parsed = parseExpression(typescript, script);
    if ("mistake" in parsed) throw new UnsupportedTypeError(`its expression is not JavaScript: ${parsed.mistake}.`);
    const { expression } = parsed;
    const isRenamed = !needsItsOwn(typescript, expression);
    const visit = (node: ts.Node): ts.Node => {
      const check = checkOf(typescript, node);
      if (check !== undefined) return factory.createIdentifier(use(check));
      return isRenamed && typescript.isIdentifier(node) && node.text === STATED
        ? factory.createIdentifier(VALUE)
        : typescript.visitEachChild(node, visit, transformer);
    };
    const body = visit(expression) as ts.Expression;
    const arrow = (parameters: ts.ParameterDeclaration[], result: ts.Expression) =>
      factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, result);
    const own = arrow([factory.createParameterDeclaration(undefined, undefined, STATED)], body);
    const call = factory.createCallExpression(factory.createParenthesizedExpression(own), undefined, [
      factory.createIdentifier(VALUE),
    ]);
    return print(arrow([], isRenamed ? body : call), expression.getSourceFile());
  };
}

/** Rejects code that TypeScript parses but a module cannot contain: `await` in a function that is not async, … */
function refuseSyntaxErrors(validator: string): void {
  try {
    new Function(`"use strict"; (${validator});`);
  } catch (error) {
    throw new UnsupportedTypeError(`its expression is not JavaScript: ${(error as SyntaxError).message}.`);
  }
}

/** The literal of a regular expression. Lone surrogates, which a file cannot contain, are escaped. */
function patternText(pattern: string): string {
  const { source } = new RegExp(pattern, "u");
  return `/${source.replace(/\p{Surrogate}/gu, (unit) => `\\u{${unit.charCodeAt(0).toString(16)}}`)}/u`;
}

/** `_isFormatDateTime` for `date-time` */
function formatCheckOf({ validate }: Tag): string {
  return `_${/"(\w+)"/.exec(validate!)![1]}`;
}

/** The state while one validator is generated. */
interface Generation {
  /** Records the use of a runtime check, and returns its name. */
  use(check: string): string;
  transpile(script: string): string;
}

/** A complete test that uses `text`. The word in a user's pattern or tag does not match. */
const OF_TEXT = /^!?_(?:minus|modulo)\(text, "[^"]*"\)|^!\+text\.split\("\."\)\[1\]$|^\S+ <= parseInt\(text\)$/;

/** Whether a decimal numeral is a safe integer. */
const isSafe = (numeral: string) => !numeral.includes(".") && Number.isSafeInteger(Number(numeral));

/** Tests of a number, exact for numerals of any length. It prefers short tests without a runtime check. */
function numericTests(tags: readonly Tag[], target: string, { use }: Generation): string[] {
  const { least, most, steps } = rangeOf(tags);
  const isInteger = target === "number" && steps.includes("1");
  const test = (operator: "<" | "<=" | ">" | ">=", value: string) => {
    if (isInteger && isSafe(value)) return `input ${operator} ${value}`;
    if (target === "number" && operator === ">=" && isSafe(value) && Number(value) > 0)
      return `${value} <= parseInt(text)`;
    return `${use("_minus")}(text, "${value}") ${operator} 0`;
  };
  const stepTest = (step: string) => {
    if (step !== "1") return [`!${use("_modulo")}(text, "${step}")`];
    // Every bigint is an integer.
    return isInteger ? ['!+text.split(".")[1]'] : [];
  };
  return [
    ...steps.flatMap(stepTest),
    ...(least ? [test(least.isExclusive ? ">" : ">=", least.value)] : []),
    ...(most ? [test(most.isExclusive ? "<" : "<=", most.value)] : []),
  ];
}

function testsOfTag(tag: Tag, target: string, { use, transpile }: Generation): string[] {
  const { kind, value, validate, isStandard } = tag;
  if (!isStandard) return validate ? [`${use("_holds")}(${transpile(validate)})`] : [];
  switch (kind) {
    case "secret":
      return target === "string" ? ["0 < input.length"] : [];
    case "minLength":
      return [`${value} <= input.length`];
    case "maxLength":
      return [`input.length <= ${value}`];
    case "pattern":
      return [`${patternText(String(value))}.test(input)`];
    case "format":
      return [`${use(formatCheckOf(tag))}(input)`];
    default:
      // Tags of numbers are handled together; all other tags do not restrict the value.
      return [];
  }
}

function literalTest(value: LiteralValue, { use }: Generation): string {
  return typeof value === "number" || typeof value === "bigint"
    ? `!${use("_minus")}(text, "${decimalOf(value)}")`
    : `${JSON.stringify(value)} === input`;
}

/** `boolean` is a union of `true` and `false`. */
function joinBooleans({ ts, checker }: Context, members: readonly ts.Type[]): readonly ts.Type[] {
  const isBoolean = ({ flags }: ts.Type) => (flags & ts.TypeFlags.BooleanLiteral) !== 0;
  const others = members.filter((member) => !isBoolean(member));
  return members.length - others.length === 2 ? [...others, checker.getBooleanType()] : members;
}

/**
 * Makes the generator of validators.
 *
 * @param context - The program.
 * @returns Generates the validator of a checked type. Throws {@link UnsupportedTypeError} when that is not possible.
 */
export function createValidatorGenerator(context: Context): (type: ts.Type) => Validator {
  const { TypeFlags } = context.ts;
  let transpiler: ReturnType<typeof createTranspiler> | undefined;

  const testsOf = (type: ts.Type, generation: Generation): string[] => {
    const { base = type, tags } = readTags(context, type);
    const target = targetOf(context, base);
    const literal = literalOf(context, base);
    const isTemplate = (base.flags & TypeFlags.TemplateLiteral) !== 0;
    return [
      ...(literal === undefined ? [] : [literalTest(literal, generation)]),
      ...(isTemplate ? [createTemplateTest(context.ts, base as ts.TemplateLiteralType, generation.use)] : []),
      ...numericTests(tags, target, generation),
      ...tags.flatMap((tag) => testsOfTag(tag, target, generation)),
    ];
  };

  const generate = (type: ts.Type): Validator => {
    const checks = new Set<string>();
    const use = (check: string) => {
      checks.add(check);
      return check;
    };
    const transpile = (script: string) => {
      transpiler ??= createTranspiler(context.ts);
      return transpiler(script, use);
    };
    const members = joinBooleans(context, type.isUnion() ? type.types : [type]);
    const targets = members.map((member) => targetOf(context, readTags(context, member).base ?? member));
    const isMixed = new Set(targets).size > 1;
    let usesText = false;
    const alternatives = members.map((member, index) => {
      const tests = testsOf(member, { use, transpile });
      usesText ||= tests.some((test) => OF_TEXT.test(test));
      // A comparison with a literal already implies the kind.
      const isOfItself = / === input$/.test(tests[0] ?? "");
      const kind = isMixed && !isOfItself ? [`"${targets[index]}" === typeof input`] : [];
      return [...kind, ...tests].join(" && ") || "true";
    });
    const body = alternatives.includes("true") ? "true" : alternatives.join(" || ");
    const [, check] = /^(_isFormat\w+)\(input\)$/.exec(body) ?? [];
    const text = check ?? `(input${usesText ? ", text" : ""}) => ${body}`;
    if (checks.has("_holds")) refuseSyntaxErrors(text);
    return { text, checks: [...checks] };
  };
  // Equal types of different contracts are one type object, so the results are shared.
  return memoize(generate);
}
