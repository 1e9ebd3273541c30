/**
 * Interprets validators without running them: a parser for the JavaScript that `generate/` of the compiler plugin
 * writes, which returns closures. Code outside this grammar, or outside the lists of `operations.ts`, is refused:
 *
 * ```text
 * function  (name [= value], …) => value   name => value   (…) => { const name = value; … return value; }
 * value     literal   name   value.name   value[value]   (value)   [value, ...value]   `text ${value}`
 *           !value   -value   +value   typeof value   value operator value   value ? value : value
 *           name(argument, …)   (function)(argument, …)   value.method(argument, …)
 *           pattern.test(value)   pattern.exec(value)   _holds(function)
 * pattern   /…/flags   RegExp("…", "flags")   new RegExp("…", "flags")
 * argument  value; the first one of some methods also a function or a pattern
 * ```
 *
 * @module
 */
import {
  type Callable,
  callMethod,
  GLOBALS,
  isMethod,
  joinTexts,
  judgement,
  OPERATORS,
  readProperty,
  spread,
  TAKES_FUNCTION,
  TAKES_PATTERN,
  UNARY,
  UnknownCode,
} from "./operations.js";

export { UnknownCode };

/** A validator of a value and its original text. It may return any value, and it may throw. */
export type Validator = (value: unknown, text?: string) => unknown;

/** Finds a check of the runtime by name: `_isFormatUri` and others. */
export type FindCheck = (name: string) => Callable | undefined;

/** The values of the variables in scope; the parser knows the index of each. */
type Scope = readonly unknown[];
type Evaluate = (scope: Scope) => unknown;

type Parsed =
  | { readonly kind: "value"; readonly evaluate: Evaluate }
  | { readonly kind: "function"; readonly bind: (scope: Scope) => Callable }
  | { readonly kind: "pattern"; readonly create: () => RegExp };

/** The deepest nesting that is parsed. Deeper code could overflow the stack. */
const DEEPEST = 100;

const sticky = (source: string) => new RegExp(source, "y");
const NAME = "([A-Za-z_$][\\w$]*)";
const NOT_IN_WORD = "(?![\\w$])";
const ON_THIS_LINE = "[^\\S\\r\\n\\u2028\\u2029]*";
const ESCAPE = "\\\\(?:u\\{[\\da-fA-F]{1,5}\\}|u[\\da-fA-F]{4}|x[\\da-fA-F]{2}|0(?!\\d)|[^\\dux\\r\\u2028\\u2029])";
// Not `(?:[^"\\]|\\.)*`: V8 uses stack space for each character of it.
const charactersOf = (plain: string, others: string) => `${plain}*(?:(?:${others})${plain}*)*`;
const textIn = (quote: string) => `${quote}(${charactersOf(`[^${quote}\\\\\\r\\n]`, ESCAPE)})${quote}`;
const PATTERN_CHARACTER = "[^\\\\/[\\r\\n\\u2028\\u2029]|\\\\[^\\r\\n\\u2028\\u2029]";
const CLASS_CHARACTER = "[^\\]\\\\\\r\\n\\u2028\\u2029]|\\\\[^\\r\\n\\u2028\\u2029]";
const TOKENS = {
  space: sticky("\\s*"),
  name: sticky(`\\s*${NAME}`),
  member: sticky(`\\s*\\.\\s*${NAME}`),
  integer: sticky(`\\s*(0[xX][\\da-fA-F]+|0|[1-9]\\d*)(n?)(?![\\w$.])`),
  number: sticky(`\\s*(?=\\.?\\d)((?:0|[1-9]\\d*)?(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)(?![\\w$.])`),
  text: sticky(`\\s*(?:${textIn('"')}|${textIn("'")})`),
  template: sticky(`(${charactersOf("[^`\\\\$\\r]", `${ESCAPE}|\\$(?!\\{)`)})(\`|\\$\\{)`),
  pattern: sticky(`\\s*/(?![*/])((?:${PATTERN_CHARACTER}|\\[(?:${CLASS_CHARACTER})*\\])+)/([A-Za-z]*)${NOT_IN_WORD}`),
  unary: sticky(`\\s*(!|-(?!-)|\\+(?!\\+)|typeof${NOT_IN_WORD})`),
  operator: sticky("\\s*(\\|\\||&&|[!=]==?|[<>]=?(?![<>])|\\+(?!\\+)|-(?!-)|\\*(?!\\*)|/(?![/*])|%)"),
  onlyParameter: sticky(`\\s*${NAME}${ON_THIS_LINE}=>`),
  arrow: sticky(`${ON_THIS_LINE}=>`),
  equals: sticky("\\s*=(?![=>])"),
  constant: sticky(`\\s*const\\s+${NAME}\\s*=(?![=>])`),
  return: sticky(`\\s*return${NOT_IN_WORD}(?=${ON_THIS_LINE}\\S)`),
} as const;

const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
]);

/** Reserved words of JavaScript. */
const RESERVED = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "finally for function if implements import in instanceof interface let new package private protected public " +
    "return static super switch this throw try typeof var void while with yield"
  ).split(" "),
);

const LEVELS = new Map(OPERATORS.flatMap((level, index) => Object.keys(level).map((name) => [name, index] as const)));

/** A name that is not a property of every object. */
const CHECK_NAME = /^_[a-z]/;

const ESCAPED: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  0: "\0",
  "\n": "",
};

function readEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u\{([^}]*)\}|u(.{4})|x(..)|([\s\S]))/g, (_, point, unit, byte, character: string) =>
    character === undefined
      ? String.fromCodePoint(Number.parseInt(point ?? unit ?? byte, 16))
      : (ESCAPED[character] ?? character),
  );
}

/** Parses one function. Its state is the position in the text and the variables in scope. */
class Parser {
  private at = 0;
  private depth = 0;
  private readonly names: string[] = [];
  private operator = { from: -1, to: -1, name: undefined as string | undefined };

  constructor(
    private readonly text: string,
    private readonly findCheck: FindCheck,
  ) {}

  /** Parses the whole text: a function, or the name of a check. */
  parseAll(): Callable {
    const parsed = this.parseFunction() ?? this.parsePrimary();
    if (parsed.kind !== "function" || !this.isAtEnd()) this.refuse();
    return parsed.bind([]);
  }

  /** Parses the next function of a list, up to its comma. */
  parseItem(): string {
    const start = this.at;
    if (!this.parseFunction()) this.parsePrimary();
    const item = this.text.slice(start, this.at);
    this.expect(",");
    return item;
  }

  isAtEnd(): boolean {
    this.next("space");
    return this.at === this.text.length;
  }

  private refuse(): never {
    throw new UnknownCode(`unknown code at ${this.at}`);
  }

  private next(token: keyof typeof TOKENS): RegExpExecArray | undefined {
    const expression = TOKENS[token];
    expression.lastIndex = this.at;
    try {
      const match = expression.exec(this.text);
      if (match) this.at = expression.lastIndex;
      return match ?? undefined;
    } catch (error) {
      // A regular expression of several megabytes overflows the stack.
      if (error instanceof RangeError) this.refuse();
      throw error;
    }
  }

  private skip(mark: string): boolean {
    this.next("space");
    const isThere = this.text.startsWith(mark, this.at);
    if (isThere) this.at += mark.length;
    return isThere;
  }

  private expect(mark: string): void {
    if (!this.skip(mark)) this.refuse();
  }

  private descend(): void {
    if (++this.depth > DEEPEST) this.refuse();
  }

  private valueOf(parsed: Parsed): Evaluate {
    return parsed.kind === "value" ? parsed.evaluate : this.refuse();
  }

  private parseValue(): Evaluate {
    return this.valueOf(this.parseExpression());
  }

  private parseExpression(): Parsed {
    const parsed = this.parseOperation(0);
    if (!this.skip("?")) return parsed;
    this.descend();
    const [test, yes] = [this.valueOf(parsed), this.parseValue()];
    this.expect(":");
    const no = this.parseValue();
    this.depth--;
    return { kind: "value", evaluate: (scope) => (test(scope) ? yes(scope) : no(scope)) };
  }

  /** Parses operators of this precedence and higher. */
  private parseOperation(level: number): Parsed {
    let parsed = this.parseUnary();
    for (let tight = OPERATORS.length - 1; tight >= level; tight--) parsed = this.parseChain(parsed, tight);
    return parsed;
  }

  private peekOperator(): string | undefined {
    if (this.operator.from !== this.at) {
      const from = this.at;
      const name = this.next("operator")?.[1];
      this.operator = { from, to: this.at, name };
      this.at = from;
    }
    return this.operator.name;
  }

  /** `a && b && c`: one closure for the whole chain. */
  private parseChain(first: Parsed, level: number): Parsed {
    const rest: (readonly [operate: Callable, evaluate: Evaluate])[] = [];
    for (;;) {
      const name = this.peekOperator();
      if (name === undefined || LEVELS.get(name) !== level) break;
      this.at = this.operator.to;
      rest.push([OPERATORS[level]![name]!, this.valueOf(this.parseOperation(level + 1))]);
    }
    if (!rest.length) return first;
    const start = this.valueOf(first);
    const isDecided = level === 0 ? Boolean : (value: unknown) => level === 1 && !value;
    const evaluate = (scope: Scope) => {
      let value = start(scope);
      for (const [operate, evaluateNext] of rest) {
        if (isDecided(value)) return value;
        value = operate(value as never, evaluateNext(scope) as never);
      }
      return value;
    };
    return { kind: "value", evaluate };
  }

  private parseUnary(): Parsed {
    this.descend();
    const name = this.next("unary")?.[1];
    const parsed = name === undefined ? this.parsePostfix() : this.parseUnaryOperation(UNARY[name]!);
    this.depth--;
    return parsed;
  }

  private parseUnaryOperation(operate: Callable): Parsed {
    const evaluate = this.valueOf(this.parseUnary());
    return { kind: "value", evaluate: (scope) => operate(evaluate(scope) as never) };
  }

  private parsePostfix(): Parsed {
    let parsed = this.parsePrimary();
    for (;;) {
      const next = this.parseMember(parsed) ?? this.parseIndex(parsed) ?? this.parseCall(parsed);
      if (!next) return parsed;
      parsed = next;
    }
  }

  private parseMember(parsed: Parsed): Parsed | undefined {
    const name = this.next("member")?.[1];
    if (name === undefined) return undefined;
    const isCalled = this.skip("(");
    if (parsed.kind === "pattern") return isCalled ? this.parseMatch(parsed.create, name) : this.refuse();
    const owner = this.valueOf(parsed);
    if (!isCalled) return { kind: "value", evaluate: (scope) => readProperty(owner(scope), name) };
    if (!isMethod(name)) this.refuse();
    const values = this.parseArguments(name);
    return { kind: "value", evaluate: (scope) => callMethod(owner(scope), name, values(scope)) };
  }

  private parseMatch(create: () => RegExp, name: string): Parsed {
    if (name !== "test" && name !== "exec") this.refuse();
    const values = this.parseArguments();
    return { kind: "value", evaluate: (scope) => create()[name](...(values(scope) as [string])) };
  }

  private parseIndex(parsed: Parsed): Parsed | undefined {
    if (!this.skip("[")) return undefined;
    const [owner, key] = [this.valueOf(parsed), this.parseValue()];
    this.expect("]");
    return { kind: "value", evaluate: (scope) => readProperty(owner(scope), key(scope)) };
  }

  private parseCall(parsed: Parsed): Parsed | undefined {
    if (parsed.kind !== "function" || !this.skip("(")) return undefined;
    const values = this.parseArguments();
    return { kind: "value", evaluate: (scope) => parsed.bind(scope)(...(values(scope) as never[])) };
  }

  /** The arguments of a call, after `(`. */
  private parseArguments(method?: string): (scope: Scope) => readonly unknown[] {
    const values: Evaluate[] = [];
    while (!this.skip(")")) {
      if (values.length) this.expect(",");
      values.push(this.parseArgument(values.length ? undefined : method));
    }
    return (scope) => values.map((evaluate) => evaluate(scope));
  }

  private parseArgument(method: string | undefined): Evaluate {
    const parsed = this.parseFunction() ?? this.parseExpression();
    if (parsed.kind === "value") return parsed.evaluate;
    const isFunction = parsed.kind === "function";
    if (method === undefined || !(isFunction ? TAKES_FUNCTION : TAKES_PATTERN).has(method)) this.refuse();
    return isFunction ? parsed.bind : parsed.create;
  }

  /** A function; `undefined` when the parenthesis starts a value. */
  private parseFunction(): Parsed | undefined {
    const start = this.at;
    const outer = this.names.length;
    const defaults = this.parseParameters();
    if (!defaults) {
      this.at = start;
      this.names.length = outer;
      return undefined;
    }
    const body = this.skip("{") ? this.parseBlock() : this.parseValue();
    const own = this.names.slice(outer);
    const isTaken = (name: string) => LITERALS.has(name) || RESERVED.has(name);
    if (own.some(isTaken) || new Set(own).size < own.length) this.refuse();
    this.names.length = outer;
    const bind =
      (scope: Scope) =>
      (...values: unknown[]) => {
        const inner = [...scope];
        defaults.forEach((initialize, index) => {
          const value = values[index];
          inner.push(value === undefined && initialize ? initialize(inner) : value);
        });
        return body(inner);
      };
    return { kind: "function", bind };
  }

  /** The default values of the parameters. */
  private parseParameters(): (Evaluate | undefined)[] | undefined {
    const only = this.next("onlyParameter")?.[1];
    if (only !== undefined) {
      this.names.push(only);
      return [undefined];
    }
    if (!this.skip("(")) return undefined;
    const defaults: (Evaluate | undefined)[] = [];
    while (!this.skip(")")) {
      if (defaults.length && !this.skip(",")) return undefined;
      const name = this.next("name")?.[1];
      if (name === undefined) return undefined;
      defaults.push(this.next("equals") ? this.parseValue() : undefined);
      this.names.push(name);
    }
    return this.next("arrow") && defaults;
  }

  /** The body of a function, after `{`. */
  private parseBlock(): Evaluate {
    const constants: Evaluate[] = [];
    for (let name = this.next("constant")?.[1]; name !== undefined; name = this.next("constant")?.[1]) {
      constants.push(this.parseValue());
      this.names.push(name);
      this.expect(";");
    }
    if (!this.next("return")) this.refuse();
    const result = this.parseValue();
    this.skip(";");
    this.expect("}");
    return (scope) => {
      const inner = [...scope];
      for (const evaluate of constants) inner.push(evaluate(inner));
      return result(inner);
    };
  }

  private parsePrimary(): Parsed {
    const name = this.next("name")?.[1];
    if (name !== undefined) return this.parseName(name);
    if (this.skip("(")) {
      const parsed = this.parseFunction() ?? this.parseExpression();
      this.expect(")");
      return parsed;
    }
    if (this.skip("[")) return this.parseList();
    if (this.skip("`")) return this.parseTemplate();
    return this.parseLiteral();
  }

  private parseName(name: string): Parsed {
    const place = this.names.lastIndexOf(name);
    if (place >= 0) return { kind: "value", evaluate: (scope) => scope[place] };
    if (LITERALS.has(name)) {
      const value = LITERALS.get(name);
      return { kind: "value", evaluate: () => value };
    }
    if (name === "_holds") return this.parseHolds();
    if (name === "RegExp" || (name === "new" && this.next("name")?.[1] === "RegExp")) return this.parseRegExp();
    const check = CHECK_NAME.test(name) ? this.findCheck(name) : this.findGlobal(name);
    return check ? { kind: "function", bind: () => check } : this.refuse();
  }

  /** The author's own expression: false when it throws. */
  private parseHolds(): Parsed {
    this.expect("(");
    const test = this.parseFunction();
    if (test?.kind !== "function") this.refuse();
    this.expect(")");
    const evaluate = (scope: Scope) => {
      try {
        return Boolean(test.bind(scope)());
      } catch (error) {
        if (error instanceof UnknownCode) throw error;
        return false;
      }
    };
    return { kind: "value", evaluate };
  }

  /** `Number`, or `Number.isInteger`. */
  private findGlobal(name: string): Callable | undefined {
    const member = this.next("member")?.[1];
    return GLOBALS.get(member === undefined ? name : `${name}.${member}`);
  }

  /** An invalid pattern throws when it is evaluated, as in JavaScript. */
  private parseRegExp(): Parsed {
    this.expect("(");
    const [source, flags] = [this.parseText(), this.skip(",") ? this.parseText() : ""];
    this.expect(")");
    if (source === undefined || flags === undefined) this.refuse();
    return this.patternOf(() => new RegExp(source, flags));
  }

  /** A regular expression that starts at the beginning of the text at each evaluation, like a new one. */
  private patternOf(make: () => RegExp): Parsed {
    let expression: RegExp | undefined;
    const create = () => {
      expression ??= make();
      expression.lastIndex = 0;
      return expression;
    };
    return { kind: "pattern", create };
  }

  private parseText(): string | undefined {
    const match = this.next("text");
    return match && readEscapes(match[1] ?? match[2]!);
  }

  private parseLiteral(): Parsed {
    const text = this.parseText();
    if (text !== undefined) return { kind: "value", evaluate: () => text };
    const [, integer, isBigInt] = this.next("integer") ?? [];
    const numeral = integer ?? this.next("number")?.[1];
    if (numeral !== undefined) {
      const value = isBigInt ? BigInt(numeral) : Number(numeral);
      return { kind: "value", evaluate: () => value };
    }
    const [, source, flags] = this.next("pattern") ?? [];
    if (source === undefined) this.refuse();
    try {
      const expression = new RegExp(source, flags);
      return this.patternOf(() => expression);
    } catch (error) {
      // A sidecar with this code would not load.
      if (error instanceof SyntaxError) this.refuse();
      throw error;
    }
  }

  private parseList(): Parsed {
    const items: ((scope: Scope) => readonly unknown[])[] = [];
    while (!this.skip("]")) {
      if (items.length) this.expect(",");
      const isSpread = this.skip("...");
      const evaluate = this.parseValue();
      items.push(isSpread ? (scope) => spread(evaluate(scope)) : (scope) => [evaluate(scope)]);
    }
    return { kind: "value", evaluate: (scope) => items.flatMap((evaluate) => evaluate(scope)) };
  }

  private parseTemplate(): Parsed {
    const parts: Evaluate[] = [];
    for (;;) {
      const [, text, end] = this.next("template") ?? this.refuse();
      const characters = readEscapes(text!);
      parts.push(() => characters);
      if (end === "`") break;
      parts.push(this.parseValue());
      this.expect("}");
    }
    return { kind: "value", evaluate: (scope) => joinTexts(parts.map((evaluate) => evaluate(scope))) };
  }
}

/**
 * Reads a validator without running it.
 *
 * @param text - Its JavaScript, from a sidecar.
 * @param findCheck - Finds the checks of the runtime that it calls.
 * @returns The validator. It throws {@link UnknownCode} when an operation is not supported, and otherwise what
 * JavaScript would throw.
 * @throws {@link UnknownCode} for code that is not of the grammar.
 * @example
 * ```ts
 * readValidator("(input) => 0 < input.length", () => undefined)(""); // false
 * ```
 */
export function readValidator(text: string, findCheck: FindCheck): Validator {
  const validate = new Parser(text, findCheck).parseAll();
  return (value, read) => judgement(() => validate(value as never, read as never));
}

/**
 * Splits a list of functions.
 *
 * @param text - Functions, each followed by a comma.
 * @returns Their texts, up to the first one that cannot be parsed, because its end is unknown.
 */
export function splitFunctions(text: string): readonly string[] {
  const parser = new Parser(text, () => () => undefined);
  const items: string[] = [];
  try {
    while (!parser.isAtEnd()) items.push(parser.parseItem());
  } catch (error) {
    if (!(error instanceof UnknownCode)) throw error;
  }
  return items;
}
