/**
 * The one file that knows typia. Generated code must import nothing but `importspy`, so the names of typia's
 * helpers are redirected to those of the guard.
 *
 * @module
 */
import type * as core from "@typia/core";
import type ts from "typescript";
import type { TypeScript } from "../compiler.js";
import type { Context } from "../context.js";
import { memoize } from "../memoize.js";
import { readTags } from "../tags.js";
import { createErasingPrinter } from "./erase.js";
import { createTemplateCheck } from "./template.js";

/** A generated validator, as JavaScript. */
export interface Validator {
  /** An arrow function. */
  readonly text: string;
  /** The same for a value that is known to be of the type's kind: a string, a number, … May be a function's name. */
  readonly ofKind: string;
  /** Names of the guard's checks that it uses. */
  readonly formats: readonly string[];
}

/** The reason for which typia can generate no validator. */
export class UnsupportedTypeError extends Error {}

/** typia asks the importer for its helpers by name; ours come from a fixed module. */
function createImporter(
  { ImportProgrammer }: Typia,
  { factory }: TypeScript,
  formats: Set<string>,
): core.ImportProgrammer {
  const take = (name: string) => {
    const exported = name.startsWith("_") ? name : `_${name}`;
    formats.add(exported);
    return exported;
  };
  return Object.assign(new ImportProgrammer(), {
    internal: (name: string) => factory.createIdentifier(take(name)),
    getInternalText: take,
  });
}

/** What the bundle holds of `@typia/core`. */
type Typia = Pick<typeof core, "ExpressionFactory" | "ImportProgrammer" | "IsProgrammer" | "TransformerError">;

const loaded = new WeakMap<TypeScript, Typia>();

/** typia with the compiler of the build: nodes of one version of TypeScript mean something else to another. */
function loadTypia(typescript: TypeScript): Typia {
  const create = require("./typia.bundle.js") as (typescript: TypeScript) => Typia;
  const typia = loaded.get(typescript) ?? create(typescript);
  loaded.set(typescript, typia);
  return typia;
}

/** `(() => { return f; })()` → `f` */
function resultOf(typescript: TypeScript, expression: ts.Expression): ts.Expression {
  if (!typescript.isCallExpression(expression)) return expression;
  const { expression: callee } = expression;
  const inner = typescript.isParenthesizedExpression(callee) ? callee.expression : callee;
  if (!typescript.isArrowFunction(inner)) return expression;
  const { body } = inner;
  const [statement] = typescript.isBlock(body) && body.statements.length === 1 ? body.statements : [];
  return statement && typescript.isReturnStatement(statement) ? (statement.expression ?? expression) : expression;
}

/** `(input) => test` → `test` */
function bodyOf(typescript: TypeScript, expression: ts.Expression): ts.Expression {
  if (!typescript.isArrowFunction(expression)) throw new Error("typia wrote no arrow function");
  if (typescript.isBlock(expression.body)) throw new Error("typia wrote more than an expression");
  return expression.body;
}

/** `(input) => "string" === typeof input && test` → `(input) => test` */
function withoutKind(typescript: TypeScript, predicate: ts.Expression): ts.Expression {
  if (!typescript.isArrowFunction(predicate) || !typescript.isBinaryExpression(predicate.body)) return predicate;
  const { left, operatorToken, right } = predicate.body;
  const isKind = typescript.isBinaryExpression(left) && typescript.isTypeOfExpression(left.right);
  if (operatorToken.kind !== typescript.SyntaxKind.AmpersandAmpersandToken || !isKind) return predicate;
  const test = typescript.isParenthesizedExpression(right) ? right.expression : right;
  const { parameters } = predicate;
  return typescript.factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, test);
}

/** typia's parameter. */
const INPUT = "input";

/** `(input) => _isFormatUri(input)` → `_isFormatUri` */
const functionOf = (text: string) => /^\(input\) => (\w+)\(input\)$/.exec(text)?.[1] ?? text;

/** `[a, b]` → `(input) => a || b` */
function createPredicate({ factory, SyntaxKind }: TypeScript, tests: readonly ts.Expression[]): ts.Expression {
  const any = factory.createKeywordTypeNode(SyntaxKind.AnyKeyword);
  const parameter = factory.createParameterDeclaration(undefined, undefined, INPUT, undefined, any);
  const body = tests.reduce((left, right) => factory.createLogicalOr(left, right));
  return factory.createArrowFunction(undefined, undefined, [parameter], undefined, undefined, body);
}

/** typia's message is a headline and a list; the reasons are the list's inner items. */
function reasonOf(message: string): string {
  const reasons = [...message.matchAll(/^ {2}- (.*)$/gm)].map(([, reason]) => reason);
  return `${(reasons.join("; ") || message).replace(/\.$/, "")}.`;
}

/** TypeScript's own context for visiting nodes outside a transformation; typia visits the texts of tags with it. */
function visitingContext(typescript: TypeScript): ts.TransformationContext {
  return (typescript as unknown as { nullTransformationContext: ts.TransformationContext }).nullTransformationContext;
}

/** Whether typia generates the right validator for all members of a union at once. */
function isPlain({ ts: { TypeFlags } }: Context, type: ts.Type): boolean {
  return !type.isIntersection() && !(type.flags & TypeFlags.TemplateLiteral);
}

/**
 * Makes the generator of a program. typia is loaded at its first use: programs without a contract do without it.
 *
 * Where typia would drop a part of the type (the tags of literals, templates and booleans; holes of templates that
 * are no string) that part is generated here, so that a validator never admits more than its type.
 *
 * @param context - The program.
 * @returns Generates the validator of a type. Throws {@link UnsupportedTypeError} when there can be none.
 */
export function createValidatorGenerator(context: Context): (type: ts.Type) => Validator {
  const { ts: typescript } = context;
  const typia = loadTypia(typescript);
  const print = createErasingPrinter(typescript);
  const { factory } = typescript;
  const modulo = Object.assign(factory.createIdentifier("is"), { getText: () => "is" });
  const printer = typescript.createPrinter();
  const transformer = visitingContext(typescript);
  const { TypeFlags } = typescript;

  const write = (type: ts.Type, importer: core.ImportProgrammer): ts.Expression => {
    const typiaContext: core.ITypiaContext = {
      program: context.program,
      compilerOptions: context.options,
      checker: context.checker,
      printer,
      options: {},
      transformer,
      importer,
      extras: { addDiagnostic: () => 0 },
    };
    const config = { equals: false };
    return resultOf(
      typescript,
      typia.IsProgrammer.write({ context: typiaContext, modulo, type, name: "value", config }),
    );
  };

  /** The test of a member of a union. */
  const createTest = (type: ts.Type, importer: core.ImportProgrammer): ts.Expression => {
    const { base = type, tags } = readTags(context, type);
    if (base.flags & TypeFlags.TemplateLiteral) {
      const check = createTemplateCheck(typescript, base as ts.TemplateLiteralType, INPUT);
      return withTags(check, tags, importer);
    }
    if (base === type || !(base.flags & (TypeFlags.Literal | TypeFlags.Boolean))) {
      return bodyOf(typescript, write(type, importer));
    }
    return withTags(bodyOf(typescript, write(base, importer)), tags, importer);
  };
  const withTags = (
    test: ts.Expression,
    tags: ReturnType<typeof readTags>["tags"],
    importer: core.ImportProgrammer,
  ): ts.Expression => {
    const scripts = tags.flatMap(({ validate }) => validate ?? []);
    const transpile = (script: string) =>
      typia.ExpressionFactory.transpile({ transformer, importer, script })(factory.createIdentifier(INPUT));
    return scripts.map(transpile).reduce((left, right) => factory.createLogicalAnd(left, right), test);
  };

  const generate = (type: ts.Type): Validator => {
    const formats = new Set<string>();
    const importer = createImporter(typia, typescript, formats);
    const members = type.isUnion() ? type.types : [type];
    try {
      const predicate = members.every((member) => isPlain(context, member))
        ? write(type, importer)
        : createPredicate(
            typescript,
            members.map((member) => createTest(member, importer)),
          );
      const ofKind = functionOf(print(withoutKind(typescript, predicate)));
      return { text: print(predicate), ofKind, formats: [...formats] };
    } catch (error) {
      if (!(error instanceof typia.TransformerError)) throw error;
      throw new UnsupportedTypeError(reasonOf(error.message));
    }
  };
  // The checker gives equal types of different contracts the same identity; typia is much slower than a look-up.
  return memoize(generate);
}
