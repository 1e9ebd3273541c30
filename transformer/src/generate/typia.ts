/**
 * The one file that knows typia. Generated code must import nothing but `importspy`, so the names of typia's
 * helpers are redirected to `importspy/formats`.
 *
 * @module
 */
import Module, { createRequire } from "node:module";
import type * as core from "@typia/core";
import type ts from "typescript";
import type { Context } from "../context.js";
import { createErasingPrinter } from "./erase.js";

/** A generated validator, as JavaScript. */
export interface Validator {
  /** An arrow function. */
  readonly text: string;
  /** Names of `importspy/formats` that it uses. */
  readonly formats: readonly string[];
}

/** The reason for which typia can generate no validator. */
export class UnsupportedTypeError extends Error {}

/** typia asks the importer for its helpers by name; ours come from a fixed module. */
function createImporter(typia: typeof core, formats: Set<string>): core.ImportProgrammer {
  const take = (name: string) => {
    const exported = name.startsWith("_") ? name : `_${name}`;
    formats.add(exported);
    return exported;
  };
  return Object.assign(new typia.ImportProgrammer(), {
    internal: (name: string) => typiaCompiler().factory.createIdentifier(take(name)),
    getInternalText: take,
  });
}

/** The TypeScript of typia, whose nodes its own printer must print: our own copy, since {@link loadTypia}. */
function typiaCompiler(): typeof ts {
  return require("typescript") as typeof ts;
}

/**
 * Loads typia with our own TypeScript. typia takes TypeScript as a peer: where a project has an older one, npm puts
 * typia beside that, and nodes of one version mean something else to another.
 */
function loadTypia(): typeof core {
  const loader = Module as unknown as { _load(request: string, ...rest: readonly unknown[]): unknown };
  const { _load } = loader;
  const typescript = typiaCompiler();
  loader._load = (request, ...rest) => (request === "typescript" ? typescript : _load.call(loader, request, ...rest));
  try {
    return require("@typia/core") as typeof core;
  } finally {
    loader._load = _load;
  }
}

/** The version of TypeScript that typia works with: ours, unless another plugin of this build has loaded it already. */
export function typiaCompilerVersion(): string {
  const typia = require.resolve("@typia/core");
  const find = typia in require.cache ? createRequire(typia) : require;
  return (find("typescript/package.json") as { version: string }).version;
}

/** What typia's visitors get for a context: they run outside of a transformation. */
interface Internals {
  readonly nullTransformationContext: ts.TransformationContext;
}

/** `(() => { return f; })()` → `f` */
function unwrap(typescript: typeof ts, expression: ts.Expression): ts.Expression {
  if (!typescript.isCallExpression(expression)) return expression;
  const { expression: callee } = expression;
  const inner = typescript.isParenthesizedExpression(callee) ? callee.expression : callee;
  if (!typescript.isArrowFunction(inner)) return expression;
  const { body } = inner;
  const [statement] = typescript.isBlock(body) && body.statements.length === 1 ? body.statements : [];
  return statement && typescript.isReturnStatement(statement) ? (statement.expression ?? expression) : expression;
}

function isTransformerError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.constructor.name === "TransformerError";
}

/** typia's message is a headline and a list; the reasons are the list's inner items. */
function reasonOf(message: string): string {
  const reasons = [...message.matchAll(/^ {2}- (.*)$/gm)].map(([, reason]) => reason);
  return reasons.join("; ") || message;
}

/**
 * Makes the generator of a program. typia is loaded at its first use: programs without a contract do without it.
 *
 * @param context - The program.
 * @returns Generates the validator of a type. Throws {@link UnsupportedTypeError} when there can be none.
 */
export function createValidatorGenerator(context: Context): (type: ts.Type) => Validator {
  const typescript = typiaCompiler();
  const typia = loadTypia();
  const modulo = Object.assign(typescript.factory.createIdentifier("is"), { getText: () => "is" });
  const printer = typescript.createPrinter();
  const { nullTransformationContext } = typescript as unknown as Internals;
  const print = createErasingPrinter(typescript);
  const generate = (type: ts.Type): Validator => {
    const formats = new Set<string>();
    const typiaContext: core.ITypiaContext = {
      program: context.program,
      compilerOptions: context.options,
      checker: context.checker,
      printer,
      options: {},
      transformer: nullTransformationContext,
      importer: createImporter(typia, formats),
      extras: { addDiagnostic: () => 0 },
    };
    try {
      const config = { equals: false };
      const written = typia.IsProgrammer.write({ context: typiaContext, modulo, type, name: "value", config });
      return { text: print(unwrap(typescript, written)), formats: [...formats] };
    } catch (error) {
      if (!isTransformerError(error)) throw error;
      throw new UnsupportedTypeError(reasonOf(error.message));
    }
  };
  // The checker gives equal types of different contracts the same identity; typia is much slower than a look-up.
  const generated = new Map<ts.Type, Validator>();
  return (type) => {
    const validator = generated.get(type) ?? generate(type);
    generated.set(type, validator);
    return validator;
  };
}
