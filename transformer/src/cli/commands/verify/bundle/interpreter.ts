/**
 * An interpreter of the JavaScript that minifiers make of generated validators. It knows variables, functions, and what
 * the reader of sidecars lets code do; anything else is refused.
 *
 * @module
 */
import {
  callMethod,
  GLOBALS,
  joinTexts,
  OPERATORS,
  readProperty,
  spread,
  UnknownCode,
} from "importspy/dist/artifacts.cjs";
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf } from "../syntax.js";
import { accessOf } from "./definitions.js";
import { type Func, isFunc } from "./script.js";
import type { Values } from "./value.js";

/** A function as the interpreter has it. */
export type Callable = (...values: never[]) => unknown;

/** Gives the function that a name, or a function of a bundle, stands for where it is one of the runtime's. */
export type FindRuntime = (name: string | Func) => Callable | undefined;

/** An object of ours that code is given: it is told what the code does with it. */
export class Recorder {
  constructor(
    readonly told: {
      /** A method is called. */
      call?(name: string, given: readonly unknown[]): unknown;
      /** A property is set. */
      set?(name: string, value: unknown): void;
    },
  ) {}
}

/** The variables of a function that runs. */
interface Scope {
  readonly of: Func;
  readonly variables: Map<ts.Symbol, unknown>;
  readonly outer: Scope | undefined;
}

/** How a statement ended: `undefined`, or with a value that the function returns. */
type Completion = { readonly value: unknown } | undefined;

/** No validator takes so many steps to judge one value. */
const MOST_STEPS = 20_000;

const LONGEST_PADDING = 10_000;

const BINARY: ReadonlyMap<string, Callable> = new Map(OPERATORS.flatMap((level) => Object.entries(level)));

const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
]);

/** Evaluates one function once. */
export class Interpreter {
  steps = 0;
  /** What was refused, even where code caught the error. */
  refused: string | undefined;

  constructor(
    private readonly typescript: TypeScript,
    private readonly values: Values,
    private readonly findRuntime: FindRuntime,
    private readonly symbolOf: (name: ts.Identifier) => ts.Symbol | undefined,
  ) {}

  functionOf(node: Func, scope: Scope | undefined): Callable {
    return (...given: unknown[]) => {
      const { typescript } = this;
      const inner: Scope = { of: node, variables: new Map(), outer: scope };
      if (node.asteriskToken || node.modifiers?.length) return this.refuse("a function of another kind");
      for (const [index, parameter] of node.parameters.entries()) {
        const value = parameter.dotDotDotToken ? given.slice(index) : given[index];
        this.declare(parameter.name, this.orDefault(value, parameter.initializer, inner), inner);
      }
      if (!node.body) return this.refuse("a function without a body");
      if (!typescript.isBlock(node.body)) return this.evaluate(node.body, inner);
      return this.runAll(node.body.statements, inner)?.value;
    };
  }

  private refuse(what: string): never {
    this.refused = what;
    throw new UnknownCode(what);
  }

  private orDefault(value: unknown, initializer: ts.Expression | undefined, scope: Scope): unknown {
    return value === undefined && initializer ? this.evaluate(initializer, scope) : value;
  }

  private declare(name: ts.BindingName, value: unknown, scope: Scope): void {
    const { typescript } = this;
    if (typescript.isIdentifier(name)) {
      const symbol = this.symbolOf(name);
      scope.variables.set(symbol ?? this.refuse("a name without a declaration"), value);
      return;
    }
    for (const [index, element] of name.elements.entries()) {
      if (typescript.isOmittedExpression(element)) continue;
      if (element.dotDotDotToken) this.refuse("what is left of a value");
      const key = typescript.isArrayBindingPattern(name) ? index : this.nameOf(element.propertyName ?? element.name);
      this.declare(element.name, this.orDefault(readProperty(value, key), element.initializer, scope), scope);
    }
  }

  private nameOf(name: ts.Node): string {
    const { typescript } = this;
    return typescript.isIdentifier(name) ? name.text : (literalOf(typescript, name) ?? this.refuse("a computed name"));
  }

  private runAll(statements: readonly ts.Statement[], scope: Scope): Completion {
    for (const statement of statements) {
      const completion = this.run(statement, scope);
      if (completion) return completion;
    }
    return undefined;
  }

  private run(statement: ts.Statement, scope: Scope): Completion {
    const { typescript } = this;
    if (typescript.isReturnStatement(statement)) {
      return { value: statement.expression && this.evaluate(statement.expression, scope) };
    }
    if (typescript.isBlock(statement)) return this.runAll(statement.statements, scope);
    if (typescript.isIfStatement(statement)) {
      const branch = this.evaluate(statement.expression, scope) ? statement.thenStatement : statement.elseStatement;
      return branch && this.run(branch, scope);
    }
    if (typescript.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        this.declare(name, initializer && this.evaluate(initializer, scope), scope);
      }
      return undefined;
    }
    if (typescript.isTryStatement(statement)) return this.attempt(statement, scope);
    if (typescript.isExpressionStatement(statement)) this.evaluate(statement.expression, scope);
    else if (!typescript.isEmptyStatement(statement) && !typescript.isFunctionDeclaration(statement)) {
      this.refuse("a statement of another kind");
    }
    return undefined;
  }

  private attempt({ tryBlock, catchClause, finallyBlock }: ts.TryStatement, scope: Scope): Completion {
    if (finallyBlock || !catchClause || catchClause.variableDeclaration)
      return this.refuse("a statement of another kind");
    try {
      return this.runAll(tryBlock.statements, scope);
    } catch (error) {
      if (error instanceof UnknownCode) throw error;
      return this.runAll(catchClause.block.statements, scope);
    }
  }

  evaluate(node: ts.Expression, scope: Scope | undefined): unknown {
    const { typescript } = this;
    const { SyntaxKind } = typescript;
    if (++this.steps > MOST_STEPS) this.refuse("too many steps");
    if (typescript.isParenthesizedExpression(node)) return this.evaluate(node.expression, scope);
    if (typescript.isIdentifier(node)) return this.valueOfName(node, scope);
    if (typescript.isStringLiteralLike(node)) return node.text;
    if (typescript.isNumericLiteral(node)) return Number(node.text);
    if (typescript.isBigIntLiteral(node)) return BigInt(node.text.slice(0, -1));
    if (typescript.isRegularExpressionLiteral(node)) return this.patternOf(node.text);
    if (isFunc(typescript, node)) return this.functionOf(node, scope);
    if (typescript.isConditionalExpression(node)) {
      return this.evaluate(this.evaluate(node.condition, scope) ? node.whenTrue : node.whenFalse, scope);
    }
    if (typescript.isBinaryExpression(node)) return this.operate(node, scope);
    if (typescript.isPrefixUnaryExpression(node)) return this.negate(node, scope);
    if (typescript.isTypeOfExpression(node)) return typeof this.evaluate(node.expression, scope);
    if (typescript.isVoidExpression(node)) return void this.evaluate(node.expression, scope);
    if (typescript.isTemplateExpression(node)) {
      const parts = node.templateSpans.flatMap(({ expression, literal }) => [
        this.evaluate(expression, scope),
        literal.text,
      ]);
      return joinTexts([node.head.text, ...parts]);
    }
    if (typescript.isArrayLiteralExpression(node)) return this.list(node.elements, scope);
    if (typescript.isCallExpression(node)) return this.call(node, scope);
    if (typescript.isNewExpression(node)) return this.construct(node, scope);
    if (node.kind === SyntaxKind.TrueKeyword) return true;
    if (node.kind === SyntaxKind.FalseKeyword) return false;
    if (node.kind === SyntaxKind.NullKeyword) return null;
    const isRead = typescript.isPropertyAccessExpression(node) || typescript.isElementAccessExpression(node);
    if (!isRead) return this.refuse("an expression of another kind");
    // guard._isFormatUri
    const known = this.values.valueOf(node);
    const value = known?.kind === "any" ? known.values[0] : known;
    if (value?.kind === "function") return this.findRuntime(value.node) ?? this.functionOf(value.node, undefined);
    if (value?.kind === "external") return this.findRuntime(value.name) ?? this.refuse("another function");
    const object = this.evaluate(node.expression, scope);
    if (node.questionDotToken && (object === undefined || object === null)) return undefined;
    const key = typescript.isPropertyAccessExpression(node)
      ? node.name.text
      : this.evaluate(node.argumentExpression, scope);
    return typeof object === "function" || object instanceof RegExp
      ? this.refuse("a function's property")
      : readProperty(object, key);
  }

  private list(elements: readonly ts.Expression[], scope: Scope | undefined): unknown[] {
    return elements.flatMap((element) =>
      this.typescript.isSpreadElement(element)
        ? [...spread(this.evaluate(element.expression, scope))]
        : [this.evaluate(element, scope)],
    );
  }

  /** `/a/u` */
  private patternOf(text: string): RegExp {
    const end = text.lastIndexOf("/");
    return new RegExp(text.slice(1, end), text.slice(end + 1));
  }

  private construct(node: ts.NewExpression | ts.CallExpression, scope: Scope | undefined): unknown {
    const isPattern = this.typescript.isIdentifier(node.expression) && node.expression.text === "RegExp";
    if (!isPattern) return this.refuse("a class");
    const [source, flags] = this.list(node.arguments ?? [], scope);
    return new RegExp(String(source), flags === undefined ? "" : String(flags));
  }

  private valueOfName(name: ts.Identifier, scope: Scope | undefined): unknown {
    const { typescript, values } = this;
    const symbol = this.symbolOf(name);
    for (let each = scope; each && symbol; each = each.outer) {
      if (each.variables.has(symbol)) return each.variables.get(symbol);
    }
    if (!symbol) {
      if (CONSTANTS.has(name.text)) return CONSTANTS.get(name.text);
      return this.findRuntime(name.text) ?? GLOBALS.get(name.text) ?? this.refuse(`the name ${name.text}`);
    }
    const value = values.valueOf(name);
    if (value?.kind === "external") return this.findRuntime(value.name) ?? this.refuse("another function");
    if (value?.kind === "function") return this.findRuntime(value.node) ?? this.functionOf(value.node, undefined);
    if (value?.kind !== "other" || typescript.isIdentifier(value.node)) return this.refuse(`the variable ${name.text}`);
    return this.evaluate(value.node, undefined);
  }

  private operate(node: ts.BinaryExpression, scope: Scope | undefined): unknown {
    const { SyntaxKind } = this.typescript;
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.EqualsToken) return this.assign(node, scope);
    const left = this.evaluate(node.left, scope);
    const right = () => this.evaluate(node.right, scope);
    if (kind === SyntaxKind.CommaToken) return right();
    if (kind === SyntaxKind.AmpersandAmpersandToken) return left && right();
    if (kind === SyntaxKind.BarBarToken) return left || right();
    if (kind === SyntaxKind.QuestionQuestionToken) return left ?? right();
    const operate = BINARY.get(node.operatorToken.getText()) ?? this.refuse("another operator");
    return operate(left as never, right() as never);
  }

  /** `(a = b)`: of a variable of the function itself, or `(a.b = c)` of an object that is told. */
  private assign({ left, right }: ts.BinaryExpression, scope: Scope | undefined): unknown {
    const { typescript, values } = this;
    const access = accessOf(typescript, left);
    if (access) {
      const object = this.evaluate(access.object, scope);
      const value = this.evaluate(right, scope);
      if (!(object instanceof Recorder) || !object.told.set) return this.refuse("an assignment");
      object.told.set(access.name, value);
      return value;
    }
    const symbol = typescript.isIdentifier(left) ? this.symbolOf(left) : undefined;
    const [declaration] = symbol ? values.scriptOf(left).declarationsOf(symbol) : [];
    const owner = declaration && typescript.findAncestor(declaration, (each) => isFunc(typescript, each));
    for (let each = scope; each && symbol; each = each.outer) {
      if (each.of !== owner) continue;
      const value = this.evaluate(right, scope);
      each.variables.set(symbol, value);
      return value;
    }
    return this.refuse("an assignment");
  }

  private negate({ operator, operand }: ts.PrefixUnaryExpression, scope: Scope | undefined): unknown {
    const { SyntaxKind } = this.typescript;
    const value = this.evaluate(operand, scope);
    if (operator === SyntaxKind.ExclamationToken) return !value;
    if (operator === SyntaxKind.MinusToken) return -(value as number);
    return operator === SyntaxKind.PlusToken ? +(value as number) : this.refuse("another operator");
  }

  private call(node: ts.CallExpression, scope: Scope | undefined): unknown {
    const { typescript } = this;
    const callee = node.expression;
    const access = accessOf(typescript, callee);
    if (access) return this.callMember(node, access.object, access.name, scope);
    if (typescript.isIdentifier(callee) && callee.text === "RegExp") return this.construct(node, scope);
    // A function that a minifier inlined where it is called: `((text) => …)(input)`.
    const put = typescript.isParenthesizedExpression(callee) ? callee.expression : callee;
    const called = (isFunc(typescript, put) && this.findRuntime(put)) || this.evaluate(callee, scope);
    if (typeof called !== "function") throw new TypeError("not a function");
    return (called as Callable)(...(this.list(node.arguments, scope) as never[]));
  }

  private callMember(node: ts.CallExpression, owner: ts.Expression, name: string, scope: Scope | undefined): unknown {
    const { typescript, values } = this;
    const isGlobal = typescript.isIdentifier(owner) && !this.symbolOf(owner);
    const known = isGlobal ? GLOBALS.get(`${owner.text}.${name}`) : undefined;
    if (known) return known(...(this.list(node.arguments, scope) as never[]));
    const { kind } = values.valueOf(node.expression) ?? {};
    if (kind === "function" || kind === "any" || kind === "external") {
      const called = this.evaluate(node.expression, scope) as Callable;
      return called(...(this.list(node.arguments, scope) as never[]));
    }
    const object = this.evaluate(owner, scope);
    const isChain = (node.expression as Partial<ts.PropertyAccessChain>).questionDotToken;
    if (isChain && (object === undefined || object === null)) return undefined;
    const given = this.list(node.arguments, scope);
    if (object instanceof Recorder) return object.told.call?.(name, given) ?? this.refuse("a method");
    if (object instanceof RegExp) {
      return name === "test" || name === "exec" ? object[name](String(given[0])) : this.refuse("a method of a pattern");
    }
    if (typeof object === "string" && (name === "padEnd" || name === "padStart")) {
      const [length, filler] = given;
      return Number(length) <= LONGEST_PADDING
        ? object[name](Number(length), filler as string)
        : this.refuse("padding");
    }
    return callMethod(object, name, given);
  }
}
