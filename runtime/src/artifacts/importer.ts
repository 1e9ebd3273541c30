/**
 * Who may import, as data: taken from the generated validator, written as a TypeScript type, and parsed again.
 * @module
 */
import type { ImporterCondition } from "../contract.js";
import { readMembers, type ValueMember } from "./types.js";
import { parseMember, visible, writeMember } from "./typeText.js";

/** A pattern of names or paths: it matches `is`, except what matches `not`. */
export interface LockedPattern {
  readonly is: ValueMember;
  readonly not: readonly ValueMember[];
}

/** One member of the union of `importer`. */
export interface LockedOption {
  /**
   * Packages admitted besides the module's own. With modules and no packages, only the module's own package is
   * admitted.
   */
  readonly package?: readonly LockedPattern[];
  readonly module?: readonly LockedPattern[];
  /** The type of the importer's exports, in words. */
  readonly exports?: string;
  /** A path admitted by `Legacy`: the file imported the module before the contract existed. */
  readonly legacy?: string;
  /** The package of that file, when it differs from the contracted module's. */
  readonly legacyPackage?: string;
}

/** Who may import, or only the words when the validator cannot be read. */
export type LockedImporter = readonly LockedOption[] | { readonly unknown: string };

type Tree =
  | { readonly kind: "or" | "and"; readonly items: readonly Tree[] }
  | { readonly kind: "not"; readonly item: Tree }
  | { readonly kind: "test"; readonly of: "package" | "module"; readonly members: readonly ValueMember[] }
  | { readonly kind: "own"; readonly package: string }
  | { readonly kind: "beside" | "true" };

const OWN = /importer\.package === ("(?:[^"\\]|\\.)*")/y;
const BESIDE = /importer\.module\.startsWith\("(?:[^"\\]|\\.)*"\)/y;
const BEHIND = /\)\(importer\.(package|module)(?:\.slice\(\d+\))?\)/g;

/** Parses the expression of a validator; throws for code that importspy does not generate. */
class ExpressionReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** `(…) || (…)`: one option per pair of parentheses. */
  readOptions(): readonly Tree[] {
    const options: Tree[] = [];
    do options.push(this.readGroup());
    while (this.skip(" || "));
    if (this.at < this.text.length) throw new SyntaxError();
    return options;
  }

  private readGroup(): Tree {
    if (!this.skip("(")) throw new SyntaxError();
    const tree = this.readChain("||", "or", () => this.readChain("&&", "and", () => this.readUnary()));
    if (!this.skip(")")) throw new SyntaxError();
    return tree;
  }

  private readChain(mark: string, kind: "or" | "and", read: () => Tree): Tree {
    const items = [read()];
    while (this.skip(` ${mark} `)) items.push(read());
    return items.length > 1 ? { kind, items } : items[0]!;
  }

  private skip(mark: string): boolean {
    const isThere = this.text.startsWith(mark, this.at);
    if (isThere) this.at += mark.length;
    return isThere;
  }

  private match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }

  private readUnary(): Tree {
    if (this.skip("!")) return { kind: "not", item: this.readUnary() };
    if (this.text.startsWith("((input", this.at)) return this.readTest();
    if (this.text[this.at] === "(") return this.readGroup();
    const own = this.match(OWN);
    if (own) return { kind: "own", package: JSON.parse(own[1]!) as string };
    if (this.match(BESIDE)) return { kind: "beside" };
    if (this.skip("true")) return { kind: "true" };
    throw new SyntaxError();
  }

  /** `((input) => …)(importer.module)`: the shortest text after which the rest can be parsed too. */
  private readTest(): Tree {
    BEHIND.lastIndex = this.at;
    for (let found = BEHIND.exec(this.text); found; found = BEHIND.exec(this.text)) {
      const members = readMembers(this.text.slice(this.at + 1, found.index), 1);
      if (!members) continue;
      this.at = BEHIND.lastIndex;
      return { kind: "test", of: found[1] as "package" | "module", members };
    }
    throw new SyntaxError();
  }
}

const itemsOf = (tree: Tree, kind: "or" | "and"): readonly Tree[] => (tree.kind === kind ? tree.items : [tree]);

/** `test && !test` */
function patternsOf(tree: Tree): readonly LockedPattern[] {
  const [is, ...others] = itemsOf(tree, "and");
  if (is?.kind !== "test") throw new SyntaxError();
  const not = others.flatMap((each) => {
    if (each.kind !== "not" || each.item.kind !== "test") throw new SyntaxError();
    return each.item.members;
  });
  return is.members.map((member) => ({ is: member, not }));
}

/** Drops `(own && beside && …)`, the variant of a pattern for files whose package.json has no name. */
function listOf(tree: Tree): readonly LockedPattern[] {
  const items = itemsOf(tree, "or").filter((each) => each.kind !== "own");
  const patterns = items.filter((each) => each.kind !== "and" || each.items[0]?.kind !== "own");
  return patterns.flatMap((each) => (each.kind === "or" ? listOf(each) : patternsOf(each)));
}

const testsModule = (tree: Tree): boolean =>
  tree.kind === "test"
    ? tree.of === "module"
    : "items" in tree
      ? tree.items.some(testsModule)
      : tree.kind === "not" && testsModule(tree.item);

/** `test && own`, where the test comes first: a list of modules, one option each. */
function legacyOf(tree: Tree, owner: string): readonly LockedOption[] | undefined {
  const [test, own, ...others] = itemsOf(tree, "and");
  if (test?.kind !== "test" || test.of !== "module" || own?.kind !== "own" || others.length) return undefined;
  const from = own.package === owner ? {} : { legacyPackage: own.package };
  return test.members.map(({ literal }) => {
    if (literal === undefined) throw new SyntaxError();
    return { legacy: literal, ...from };
  });
}

function optionOf(tree: Tree): LockedOption {
  const tests = itemsOf(tree, "and").filter((each) => each.kind !== "own" && each.kind !== "true");
  // A single pattern has no parentheses: `test && !test`.
  const modules = tests.filter(testsModule);
  const packages = tests.filter((each) => !modules.includes(each));
  const join = (items: readonly Tree[]): readonly LockedPattern[] =>
    items.length > 1 ? patternsOf({ kind: "and", items }) : listOf(items[0]!);
  return {
    ...(packages.length && { package: join(packages) }),
    ...(modules.length && { module: join(modules) }),
  };
}

/** The words for each option: `module … of package … with exports …` */
const WORDS = / \| (?=(?:module|package|exports) |any module)/;

/** Adds the types of exports, which are only in the condition's words. */
function withExports(options: readonly LockedOption[], expected: string): readonly LockedOption[] {
  if (!/(?:^| )exports /.test(expected)) return options;
  const words = expected
    .replace(/\s*\n\s*/g, " ")
    .replace(/ \| \d+ legacy modules?$/, "")
    .split(WORDS);
  if (words.length !== options.length) throw new SyntaxError();
  return options.map((option, index) => {
    const [, type] = /(?:^| with )exports (.*)$/.exec(words[index]!) ?? [];
    return { ...option, ...(type !== undefined && { exports: type }) };
  });
}

/**
 * Who may import a module.
 *
 * @param condition - The condition, from a sidecar.
 * @param validators - The validators of the contract, as JavaScript.
 * @param owner - The package of the contracted module.
 */
export function importerOf(
  { expected, is }: ImporterCondition,
  validators: readonly (string | undefined)[],
  owner: string,
): LockedImporter {
  try {
    const [, body] = /^\(importer\) => (.*)$/s.exec(validators[is] ?? "") ?? [];
    const trees = new ExpressionReader(body ?? "").readOptions();
    const lists = trees.map((tree) => legacyOf(tree, owner));
    const options = trees.filter((_, index) => !lists[index]).map(optionOf);
    return [...withExports(options, expected), ...lists.flatMap((list) => list ?? [])];
  } catch (error) {
    if (error instanceof SyntaxError) return { unknown: expected.replace(/\s*\n\s*/g, " ") };
    throw error;
  }
}

const patternText = ({ is, not }: LockedPattern) =>
  visible([writeMember(is), ...not.map((each) => `Not<${writeMember(each)}>`).sort()].join(" & "));

function optionText({ package: packages, module, exports, legacy, legacyPackage }: LockedOption): string {
  if (legacy !== undefined) {
    const from = legacyPackage === undefined ? "" : `, ${visible(JSON.stringify(legacyPackage))}`;
    return `Legacy<${visible(JSON.stringify(legacy))}${from}>`;
  }
  const list = (patterns: readonly LockedPattern[]) => patterns.map(patternText).sort().join(" | ");
  const members = [
    ...(packages ? [`package: ${list(packages)}`] : []),
    ...(module ? [`module: ${list(module)}`] : []),
    ...(exports === undefined ? [] : [`exports: ${exports}`]),
  ];
  return `{ ${members.join("; ")} }`;
}

/** One line per option, sorted. */
export function formatImporter(importer: LockedImporter): readonly string[] {
  return "unknown" in importer ? [importer.unknown] : importer.map(optionText).sort();
}

function readPatterns(text: string): { readonly patterns: readonly LockedPattern[]; readonly end: number } | undefined {
  const patterns: { is: ValueMember; not: ValueMember[] }[] = [];
  let at = 0;
  for (;;) {
    const first = parseMember(text, at);
    if (!first) return undefined;
    const pattern = { is: first.member, not: [] as ValueMember[] };
    patterns.push(pattern);
    at = first.end;
    while (text.startsWith(" & Not<", at)) {
      const next = parseMember(text, at + " & Not<".length);
      if (!next || text[next.end] !== ">") return undefined;
      pattern.not.push(next.member);
      at = next.end + 1;
    }
    if (!text.startsWith(" | ", at)) return { patterns, end: at };
    at += 3;
  }
}

const LEGACY = /^Legacy<("(?:[^"\\]|\\.)*")(?:, ("(?:[^"\\]|\\.)*"))?>$/;

/** Parses one line of {@link formatImporter}; `undefined` when the line is only words. */
export function parseOption(text: string): LockedOption | undefined {
  const [, path, from] = LEGACY.exec(text) ?? [];
  if (path !== undefined) {
    const legacyPackage = from === undefined ? {} : { legacyPackage: JSON.parse(from) as string };
    return { legacy: JSON.parse(path) as string, ...legacyPackage };
  }
  if (!text.startsWith("{ ") || !text.endsWith(" }")) return undefined;
  let rest = text.slice(2, -2);
  const option: { package?: readonly LockedPattern[]; module?: readonly LockedPattern[]; exports?: string } = {};
  for (const name of ["package", "module"] as const) {
    if (!rest.startsWith(`${name}: `)) continue;
    const found = readPatterns(rest.slice(name.length + 2));
    if (!found) return undefined;
    option[name] = found.patterns;
    rest = rest.slice(name.length + 2 + found.end).replace(/^; /, "");
  }
  if (rest.startsWith("exports: ")) {
    option.exports = rest.slice("exports: ".length);
    rest = "";
  }
  return rest === "" ? option : undefined;
}
