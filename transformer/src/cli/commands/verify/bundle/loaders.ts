/**
 * The function with which webpack and Rspack load modules by their numbers. It is known by all that it does, whatever a
 * minifier made of it.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { type Func, isFunc, type Script } from "./script.js";

/** A function that loads modules, and the variables that it uses. */
export interface Loader {
  readonly script: Script;
  readonly node: Func;
  /** The function itself. */
  readonly self: ts.Symbol;
  /** The functions of the modules, by number. */
  readonly list: ts.Symbol;
  /** The modules that were loaded, by number. */
  readonly cache: ts.Symbol;
}

const ERROR = String.raw`[a-z]=Error\(\);[a-z]\.code="MODULE_NOT_FOUND";`;
const CALL = String.raw`(?:if\(!\(id in list\)\)\{(?:delete cache\[id\];)?${ERROR}throw [a-z];\})?list\[id\](?:\(b,b\.exports,self\)|\.call\(b\.exports,b,b\.exports,self\));`;

/**
 * What the function does: it gives the exports of a module that was loaded; otherwise it notes the module as loaded, runs
 * its function, throws what that throws, and gives its exports.
 */
const LOADS = new RegExp(
  [
    String.raw`^a=cache\[id\];`,
    String.raw`if\(a!==undefined\)\{(?:if\(a\.error!==undefined\)\{throw a\.error;\})?return a\.exports;\}`,
    String.raw`b=cache\[id\]=\{(?:id:id,)?(?:loaded:false,)?exports:\{\},\};`,
    `(?:${CALL}`,
    String.raw`|c=true;try\{${CALL}c=false;\}finally\{if\(c\)\{delete cache\[id\];\}\}`,
    String.raw`|try\{${CALL}\}catch\(c\)\{b\.error=c;throw c;\})`,
    String.raw`(?:b\.loaded=true;)?return b\.exports;$`,
  ].join(""),
);

/** Thrown where a function does something else. */
class Other extends Error {}

/** Writes down what a function does, in one way for all ways of writing it. */
class Writer {
  private readonly names = new Map<ts.Symbol, string>();
  private locals = 0;
  /** What stands for the list and the cache. */
  readonly outer = new Map<string, ts.Symbol>();

  constructor(
    private readonly typescript: TypeScript,
    private readonly script: Script,
    private readonly node: Func,
    self: ts.Symbol,
  ) {
    this.names.set(self, "self");
    const id = this.symbolOf(node.parameters[0]!.name);
    if (id) this.names.set(id, "id");
  }

  private symbolOf(name: ts.Node): ts.Symbol | undefined {
    return this.typescript.isIdentifier(name) ? this.script.lookup(name) : undefined;
  }

  private declare(name: ts.Node): string {
    const symbol = this.symbolOf(name);
    if (!symbol || this.names.has(symbol) || this.locals > 25) throw new Other();
    const given = String.fromCharCode(97 + this.locals++);
    this.names.set(symbol, given);
    return given;
  }

  private name(node: ts.Identifier): string {
    if (node.text === "undefined") return node.text;
    const symbol = this.symbolOf(node);
    const known = symbol && this.names.get(symbol);
    if (known) return known;
    if (!symbol) throw new Other();
    // The cache is looked into first.
    const given = ["cache", "list"].find((each) => !this.outer.has(each));
    const isLocal = symbol.declarations?.some((each) => each.pos >= this.node.pos && each.end <= this.node.end);
    if (!given || isLocal) throw new Other();
    this.outer.set(given, symbol);
    this.names.set(symbol, given);
    return given;
  }

  private isUndefined(node: ts.Expression): boolean {
    return this.expression(node) === "undefined";
  }

  private isCallOf(node: ts.Expression, name: string): boolean {
    const { typescript } = this;
    const isCall = typescript.isCallExpression(node) || typescript.isNewExpression(node);
    const { expression } = isCall ? node : {};
    return Boolean(expression && typescript.isIdentifier(expression) && expression.text === name);
  }

  /** An expression that has a value. */
  expression(node: ts.Expression): string {
    const { typescript } = this;
    const { SyntaxKind } = typescript;
    if (typescript.isParenthesizedExpression(node)) return this.expression(node.expression);
    if (typescript.isIdentifier(node)) return this.name(node);
    if (typescript.isStringLiteralLike(node)) return JSON.stringify(node.text);
    if (node.kind === SyntaxKind.TrueKeyword) return "true";
    if (node.kind === SyntaxKind.FalseKeyword) return "false";
    if (typescript.isVoidExpression(node) && typescript.isNumericLiteral(node.expression)) return "undefined";
    if (typescript.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
      const literal = literalOf(typescript, node.operand);
      if (literal !== undefined) return String(!Number(literal));
      return `!(${this.expression(node.operand)})`;
    }
    if (typescript.isPropertyAccessExpression(node) && !node.questionDotToken) {
      return `${this.expression(node.expression)}.${node.name.text}`;
    }
    if (typescript.isElementAccessExpression(node) && !node.questionDotToken) {
      return `${this.expression(node.expression)}[${this.expression(node.argumentExpression)}]`;
    }
    if (typescript.isDeleteExpression(node)) return `delete ${this.expression(node.expression)}`;
    // Only its name is of interest: what is thrown ends the function.
    if (this.isCallOf(node, "Error")) return "Error()";
    if (typescript.isCallExpression(node) && !node.questionDotToken) {
      return `${this.expression(node.expression)}(${node.arguments.map((each) => this.expression(each)).join(",")})`;
    }
    if (typescript.isObjectLiteralExpression(node)) {
      const members = node.properties.map((property) => {
        if (!typescript.isPropertyAssignment(property) || !typescript.isIdentifier(property.name)) throw new Other();
        return `${property.name.text}:${this.expression(property.initializer)},`;
      });
      return `{${members.join("")}}`;
    }
    if (!typescript.isBinaryExpression(node)) throw new Other();
    const { left, operatorToken, right } = node;
    if (operatorToken.kind === SyntaxKind.InKeyword) return `${this.expression(left)} in ${this.expression(right)}`;
    if (operatorToken.kind === SyntaxKind.EqualsToken) return `${this.expression(left)}=${this.expression(right)}`;
    if (operatorToken.kind !== SyntaxKind.ExclamationEqualsEqualsToken) throw new Other();
    const [tested, other] = this.isUndefined(left) ? [right, left] : [left, right];
    return `${this.expression(tested)}!==${this.expression(other)}`;
  }

  /** `a, b` and `a && b` are statements, too. */
  private steps(node: ts.Expression): string {
    const { typescript } = this;
    const { SyntaxKind } = typescript;
    if (typescript.isParenthesizedExpression(node)) return this.steps(node.expression);
    if (typescript.isBinaryExpression(node)) {
      const { left, operatorToken, right } = node;
      if (operatorToken.kind === SyntaxKind.CommaToken) return this.steps(left) + this.steps(right);
      if (operatorToken.kind === SyntaxKind.AmpersandAmpersandToken) {
        return `if(${this.expression(left)}){${this.steps(right)}}`;
      }
    }
    return `${this.expression(node)};`;
  }

  /** `return a, b` */
  private last(word: string, node: ts.Expression | undefined): string {
    const { typescript } = this;
    if (!node) throw new Other();
    if (typescript.isParenthesizedExpression(node)) return this.last(word, node.expression);
    if (typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.CommaToken) {
      return this.steps(node.left) + this.last(word, node.right);
    }
    return `${word} ${this.expression(node)};`;
  }

  statement(node: ts.Statement): string {
    const { typescript } = this;
    if (typescript.isBlock(node)) return node.statements.map((each) => this.statement(each)).join("");
    if (typescript.isExpressionStatement(node)) return this.steps(node.expression);
    if (typescript.isReturnStatement(node)) return this.last("return", node.expression);
    if (typescript.isThrowStatement(node)) return this.last("throw", node.expression);
    if (typescript.isVariableStatement(node)) {
      return node.declarationList.declarations
        .map(({ name, initializer }) => {
          if (!initializer) throw new Other();
          const value = this.expression(initializer);
          return `${this.declare(name)}=${value};`;
        })
        .join("");
    }
    if (typescript.isIfStatement(node) && !node.elseStatement) {
      return `if(${this.expression(node.expression)}){${this.statement(node.thenStatement)}}`;
    }
    if (!typescript.isTryStatement(node)) throw new Other();
    const { tryBlock, catchClause, finallyBlock } = node;
    const tried = `try{${this.statement(tryBlock)}}`;
    if (finallyBlock) {
      if (catchClause) throw new Other();
      return `${tried}finally{${this.statement(finallyBlock)}}`;
    }
    const variable = catchClause?.variableDeclaration;
    if (!variable) throw new Other();
    return `${tried}catch(${this.declare(variable.name)}){${this.statement(catchClause.block)}}`;
  }
}

/** Reads a function that loads modules; `undefined` for every other one. */
function readLoader(typescript: TypeScript, script: Script, node: Func): Loader | undefined {
  const { body, parameters, name, asteriskToken, modifiers } = node;
  const [parameter] = parameters;
  if (!parameter || parameters.length !== 1 || parameter.initializer || parameter.dotDotDotToken) return undefined;
  if (!body || !typescript.isBlock(body) || asteriskToken || modifiers?.length) return undefined;
  const self = name && typescript.isIdentifier(name) ? script.lookup(name) : undefined;
  if (!self || script.declarationsOf(self).length !== 1 || script.writesTo(self).length) return undefined;
  const writer = new Writer(typescript, script, node, self);
  try {
    if (!LOADS.test(writer.statement(body))) return undefined;
  } catch (error) {
    if (error instanceof Other) return undefined;
    throw error;
  }
  return { script, node, self, list: writer.outer.get("list")!, cache: writer.outer.get("cache")! };
}

/** What every such function has in its text, and how long it may be, with comments. */
const MAY_LOAD = /\.exports\b/;
const LONGEST = 2_000;

/**
 * Finds the functions of a script that load numbered modules.
 *
 * @param typescript - The parser of the script.
 * @param script - The script.
 */
export function loadersIn(typescript: TypeScript, script: Script): readonly Loader[] {
  const found: Loader[] = [];
  walk(typescript, script.file, (node) => {
    if (!isFunc(typescript, node) || node.parameters.length !== 1 || node.end - node.pos > LONGEST) return;
    const loader = MAY_LOAD.test(node.getText()) ? readLoader(typescript, script, node) : undefined;
    if (loader) found.push(loader);
  });
  return found;
}

const DEFINING = /^(?:Array|isArray|Object|defineProperty|enumerable|get|value|length|o)$/;

/**
 * Whether a function only defines what it is given. It takes all names and values from what it is called with, and calls
 * nothing else, so that it cannot tell one export from another.
 *
 * ```
 * (exports, definition) => {
 *   for (var key in definition)
 *     if (n.o(definition, key) && !n.o(exports, key))
 *       Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
 * };
 * ```
 */
export function isDefiner(typescript: TypeScript, node: ts.Node): boolean {
  if (typescript.isParenthesizedExpression(node)) return isDefiner(typescript, node.expression);
  if (!isFunc(typescript, node)) return false;
  const locals = new Set<string>();
  let calls = 0;
  let isKnown = true;
  const isOwn = (each: ts.Node) => typescript.isIdentifier(each) && locals.has(each.text);
  /** `a[b]`, `a[b++]`, `a`, and a descriptor */
  const isGiven = (value: ts.Expression): boolean => {
    if (typescript.isElementAccessExpression(value)) {
      const { argumentExpression: index } = value;
      return isOwn(value.expression) && isOwn(typescript.isPostfixUnaryExpression(index) ? index.operand : index);
    }
    return isOwn(value);
  };
  walk(typescript, node, (each) => {
    if (typescript.isParameter(each) || typescript.isVariableDeclaration(each)) {
      isKnown &&= typescript.isIdentifier(each.name) && !(typescript.isParameter(each) && each.initializer);
      locals.add(each.name.getText());
    } else if (isFunc(typescript, each) && each !== node) {
      // Rspack has a function for getters and one for values.
      isKnown &&= typescript.isVariableDeclaration(each.parent);
    } else if (typescript.isCallExpression(each)) {
      const name = each.expression.getText();
      const isDefinition = name === "Object.defineProperty";
      if (isDefinition) calls++;
      isKnown &&= isDefinition || name === "Array.isArray" || /^[\w$]+\.o$/.test(name) || isOwn(each.expression);
    } else if (typescript.isPropertyAssignment(each)) {
      const { name, initializer } = each;
      isKnown &&= /^enumerable$/.test(name.getText()) || isGiven(initializer);
    } else if (typescript.isPropertyAccessExpression(each)) {
      isKnown &&= DEFINING.test(each.name.text);
    } else if (typescript.isBinaryExpression(each) && each.operatorToken.kind === typescript.SyntaxKind.EqualsToken) {
      // `descriptor[kind] = definition[key]`
      const isPlace = typescript.isElementAccessExpression(each.left) && isGiven(each.left) && isGiven(each.right);
      isKnown &&= isOwn(each.left) || isPlace;
    } else if (typescript.isStringLiteralLike(each)) {
      isKnown &&= DEFINING.test(each.text);
    } else if (typescript.isNumericLiteral(each)) {
      isKnown &&= Number(each.text) <= 1;
    } else {
      const { SyntaxKind } = typescript;
      const others = [
        SyntaxKind.MethodDeclaration,
        SyntaxKind.GetAccessor,
        SyntaxKind.ClassExpression,
        SyntaxKind.NewExpression,
      ];
      isKnown &&= !others.includes(each.kind as never) && each.kind !== SyntaxKind.SpreadAssignment;
    }
  });
  return isKnown && calls > 0;
}
