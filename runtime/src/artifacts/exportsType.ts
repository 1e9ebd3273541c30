/**
 * The exports that a package must have, as they are read from a lock file.
 *
 * @module
 */
import { parameterName } from "./exportsText.js";
import type { ValueMember } from "./types.js";
import { parseTagged } from "./typeText.js";

/** A member of an object, a function or a class. */
export interface ExportMember {
  readonly name: string;
  readonly type: ExportType;
  readonly optional: boolean;
}

/** A function or a class. */
export interface CallableType {
  readonly kind: "function" | "class";
  /** The most parameters. */
  readonly most: number;
  /** Its own properties: those that are static, in a class. */
  readonly members: readonly ExportMember[];
  /** The methods and accessors of the instances of a class. */
  readonly prototype: readonly ExportMember[];
  /** The class that it extends: an export in quotes, or the name of a built-in class. */
  readonly base: string | undefined;
}

/** An object. */
export interface ObjectType {
  readonly kind: "object";
  readonly members: readonly ExportMember[];
  /** The type of all other members. */
  readonly rest: ExportType | undefined;
}

/** A list: its first items, and further ones. */
export interface ListType {
  readonly kind: "list";
  readonly of: readonly ExportType[];
  /** The minimum length. */
  readonly least: number;
  /** The type of further items; `undefined` when there are none. */
  readonly rest: ExportType | undefined;
}

/** What a value must be. A recursive type refers to itself. */
export type ExportType =
  | { readonly kind: "any" | "something" | "symbol" | "undefined" | "null" }
  | { readonly kind: "value"; readonly member: ValueMember }
  | { readonly kind: "union"; readonly of: readonly ExportType[] }
  | ListType
  | ObjectType
  | CallableType
  | { readonly kind: "instance"; readonly of: string };

type Draft<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The text does not continue as expected. */
class UnexpectedText extends Error {}

const PLAIN: Readonly<Record<string, ExportType>> = {
  unknown: { kind: "any" },
  object: { kind: "something" },
  symbol: { kind: "symbol" },
  undefined: { kind: "undefined" },
  null: { kind: "null" },
  never: { kind: "union", of: [] },
};

class Parser {
  readonly #text: string;
  #at = 0;
  /** The objects, functions and classes around the current place, the nearest first. */
  readonly #around: ExportType[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern.source, "y");
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text) ?? undefined;
    if (found) this.#at = sticky.lastIndex;
    return found;
  }

  #take(text: string): boolean {
    const isThere = this.#text.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new UnexpectedText();
  }

  union(): ExportType {
    const of = [this.#intersection()];
    while (this.#take(" | ")) of.push(this.#intersection());
    return of.length > 1 ? { kind: "union", of } : of[0]!;
  }

  #intersection(): ExportType {
    let type = this.#primary();
    while (this.#take("[]")) type = { kind: "list", of: [], least: 0, rest: type };
    return type;
  }

  #primary(): ExportType {
    if (this.#take("(")) return this.#parenthesized();
    if (this.#take("new (")) return this.#arrow("class");
    if (this.#take("{")) return this.#object();
    if (this.#take("[")) return this.#tuple();
    const [, depth] = this.#match(/Self<(\d+)>/) ?? [];
    if (depth !== undefined) {
      const type = this.#around[Number(depth) - 1];
      if (!type) throw new UnexpectedText();
      return type;
    }
    const [word] = this.#match(/(?:unknown|object|symbol|undefined|null|never)\b/) ?? [];
    if (word !== undefined) return PLAIN[word]!;
    const tagged = parseTagged(this.#text, this.#at);
    if (tagged) {
      this.#at = tagged.end;
      return { kind: "value", member: tagged.member };
    }
    const [of] = this.#match(/[A-Za-z_$][\w$.]*/) ?? [];
    if (of === undefined) throw new UnexpectedText();
    return { kind: "instance", of };
  }

  /** After `(`: the parameters of a function, or a type with what is added to it. */
  #parenthesized(): ExportType {
    const end = this.#text.indexOf(")", this.#at);
    if (this.#text.startsWith(") => ", end) && /^[a-z?., ]*$/.test(this.#text.slice(this.#at, end)))
      return this.#arrow("function");
    if (this.#take("new (")) return this.#extended("class");
    if (this.#take("(")) {
      const inner = this.#text.indexOf(")", this.#at);
      const isArrow = /^[a-z?., ]*$/.test(this.#text.slice(this.#at, inner));
      if (isArrow && this.#text.startsWith(") => ", inner)) return this.#extended("function");
      this.#at--;
    }
    const type = this.union();
    this.#expect(")");
    return type;
  }

  /** `(new () => {}) & Extends<Error> & { code: string }`, after the second parenthesis. */
  #extended(kind: "function" | "class"): ExportType {
    return this.#arrow(kind, () => this.#expect(")"));
  }

  /** `a, b?) => unknown` */
  #arrow(kind: "function" | "class", end?: () => void): ExportType {
    const draft: Draft<CallableType> = { kind, most: 0, members: [], prototype: [], base: undefined };
    this.#around.unshift(draft);
    draft.most = this.#parameters();
    this.#expect(" => ");
    if (kind === "function") this.#expect("unknown");
    else {
      this.#expect("{");
      draft.prototype = this.#members().members;
    }
    if (end) {
      end();
      if (this.#take(" & Extends<")) {
        draft.base = this.#match(/"(?:[^"\\]|\\.)*"|[\w$.]+/)?.[0];
        this.#expect(">");
      }
      if (this.#take(" & {")) draft.members = this.#members().members;
    }
    this.#around.shift();
    return draft;
  }

  #parameters(): number {
    for (let most = 0; ; most++) {
      if (this.#take(")")) return most;
      if (most) this.#expect(", ");
      const name = parameterName(most);
      if (this.#take(`...${name})`)) return Number.POSITIVE_INFINITY;
      this.#expect(name);
      this.#take("?");
    }
  }

  #object(): ExportType {
    const draft: Draft<ObjectType> = { kind: "object", members: [], rest: undefined };
    this.#around.unshift(draft);
    Object.assign(draft, this.#members());
    this.#around.shift();
    return draft;
  }

  /** After `{`. */
  #members(): { readonly members: ExportMember[]; readonly rest: ExportType | undefined } {
    const members: ExportMember[] = [];
    if (this.#take("}")) return { members, rest: undefined };
    this.#expect(" ");
    do {
      if (this.#take("[name: string]: ")) {
        const rest = this.union();
        this.#expect(" }");
        return { members, rest };
      }
      const [name] = this.#match(/[A-Za-z_$][\w$]*|"(?:[^"\\]|\\.)*"/) ?? [];
      if (name === undefined) throw new UnexpectedText();
      const optional = this.#take("?");
      this.#expect(": ");
      const own = name.startsWith('"') ? (JSON.parse(name) as string) : name;
      members.push({ name: own, type: this.union(), optional });
    } while (this.#take("; "));
    this.#expect(" }");
    return { members, rest: undefined };
  }

  /** After `[`. */
  #tuple(): ExportType {
    const of: ExportType[] = [];
    let least: number | undefined;
    while (!this.#take("]")) {
      if (of.length) this.#expect(", ");
      if (this.#take("...")) {
        const list = this.#intersection();
        this.#expect("]");
        return { kind: "list", of, least: least ?? of.length, rest: list.kind === "list" ? list.rest : undefined };
      }
      of.push(this.union());
      if (this.#take("?")) least ??= of.length - 1;
    }
    return { kind: "list", of, least: least ?? of.length, rest: undefined };
  }
}

/**
 * Reads what {@link exportsType} wrote.
 *
 * @param text - The type.
 * @returns `undefined` when the text is not one that {@link exportsType} writes.
 */
export function parseExports(text: string): ExportType | undefined {
  const parser = new Parser(text);
  try {
    const type = parser.union();
    return parser.isAtEnd ? type : undefined;
  } catch (error) {
    // An escape that is not valid in JSON.
    if (error instanceof UnexpectedText || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
