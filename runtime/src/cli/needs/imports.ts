/**
 * Finds the imports of an emitted file from its tokens. For compiler output, a full parser is not necessary.
 *
 * @module
 */

import type { Step } from "../commands/explain/terms.js";

/** A place in the code that loads a module. */
export interface FoundImport {
  /** `undefined` when it is computed. */
  readonly specifier: string | undefined;
  /** 1-based. */
  readonly line: number;
  /** `"import"` also stands for `export … from`. A worker has its own form, because it starts a new module graph. */
  readonly form: Step["form"];
}

type Kind = "word" | "text" | "mark" | "other";

interface Token {
  readonly kind: Kind;
  /** For a string: the text between the quotes. */
  readonly text: string;
  readonly at: number;
}

const SKIPPED = /(?:\s+|\/\/.*|\/\*[\s\S]*?\*\/)*/y;
const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
// Not `(?:[^"\\]|\\.)*`: V8 uses stack space for each character of it.
const TEXT = /"([^"\\\n]*(?:\\[\s\S][^"\\\n]*)*)"|'([^'\\\n]*(?:\\[\s\S][^'\\\n]*)*)'/y;
const NUMBER = /\.?\d(?:[eE][+-]|[\w.])*/y;
const PATTERN = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
const TEMPLATE = /[^`\\$]*(?:(?:\\[\s\S]|\$(?!\{))[^`\\$]*)*(`|\$\{)/y;
const MARK = /=>|\.\.\.|[\s\S]/y;

/** Keywords before a value, so that a following `/` starts a regular expression. */
const BEFORE_VALUE = new Set(
  "return typeof case in of delete void throw new else do instanceof yield await".split(" "),
);

/** Whether `/` is a division. After `}` it is taken for a regular expression, because few objects are divided. */
function isBehindValue(last: Token | undefined): boolean {
  if (!last) return false;
  if (last.kind === "mark") return last.text === ")" || last.text === "]";
  return last.kind !== "word" || !BEFORE_VALUE.has(last.text);
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  /** For each open template literal: the number of open braces in its placeholder. */
  const holes: number[] = [];
  let at = text.startsWith("#!") ? text.indexOf("\n") : 0;
  if (at < 0) return tokens;
  const next = (expression: RegExp) => {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (match) at = expression.lastIndex;
    return match;
  };
  const add = (kind: Kind, value: string, from: number) => tokens.push({ kind, text: value, at: from });
  const readTemplate = (from: number, isStart: boolean) => {
    const match = next(TEMPLATE);
    if (!match) at = text.length;
    else if (match[1] === "${") holes.push(0);
    // A template literal without a placeholder is a plain string.
    else if (isStart) add("text", match[0].slice(0, -1), from);
    else add("other", "", from);
  };
  for (;;) {
    next(SKIPPED);
    if (at >= text.length) return tokens;
    const from = at;
    const word = next(WORD);
    if (word) add("word", word[0], from);
    else if (text[at] === '"' || text[at] === "'") {
      const match = next(TEXT);
      if (match) add("text", match[1] ?? match[2]!, from);
      else at++;
    } else if (next(NUMBER)) add("other", "", from);
    else if (text[at] === "/" && !isBehindValue(tokens.at(-1)) && next(PATTERN)) add("other", "", from);
    else {
      const [mark] = next(MARK)!;
      if (mark === "`") readTemplate(from, true);
      else if (mark === "}" && holes.at(-1) === 0) {
        holes.pop();
        readTemplate(from, false);
      } else {
        if (holes.length && (mark === "{" || mark === "}")) holes[holes.length - 1]! += mark === "{" ? 1 : -1;
        add("mark", mark, from);
      }
    }
  }
}

/** Decodes the few escapes that compilers write in specifiers. */
function readEscapes(text: string): string {
  return text.replace(
    /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g,
    (_, point, unit, byte, other) =>
      other === undefined ? String.fromCodePoint(Number.parseInt(point ?? unit ?? byte, 16)) : other,
  );
}

/**
 * Finds the places at which an emitted file loads modules.
 *
 * @param text - The text of the file.
 * @returns The places, in order.
 */
export function findImports(text: string): readonly FoundImport[] {
  const tokens = tokenize(text);
  const found: FoundImport[] = [];
  const requires = new Set(["require"]);
  const is = (index: number, mark: string) => tokens[index]?.kind !== "text" && tokens[index]?.text === mark;
  const textAt = (index: number) => (tokens[index]?.kind === "text" ? readEscapes(tokens[index].text) : undefined);
  let line = 1;
  let counted = 0;
  const add = (form: FoundImport["form"], index: number, specifier: string | undefined) => {
    const { at } = tokens[index]!;
    for (; counted < at; counted++) if (text[counted] === "\n") line++;
    found.push({ specifier, line, form });
  };
  /** `f("x")`, `f("x", …)`: the first argument, when it is a plain string. */
  const argumentOf = (open: number) => (is(open + 2, ")") || is(open + 2, ",") ? textAt(open + 1) : undefined);
  /** The specifier after `import` or `export` and its names. */
  const sourceOf = (start: number) => {
    let index = start;
    while (
      tokens[index] &&
      !is(index, "from") &&
      (tokens[index]!.kind !== "mark" || "{},*".includes(tokens[index]!.text))
    )
      index++;
    return is(index, "from") ? textAt(index + 1) : undefined;
  };
  /** `x = createRequire(…)`, `x = (0, module_1.createRequire)(…)`: `x` */
  const nameOf = (index: number) => {
    let before = index - 1;
    while (tokens[before] && !is(before, "=") && !is(before, ";") && index - before < 6) before--;
    return is(before, "=") ? tokens[before - 1]?.text : undefined;
  };
  const readWord = (word: string, index: number) => {
    const isCalled = is(index + 1, "(");
    const isMember = is(index - 1, ".");
    if (word === "createRequire") requires.add(nameOf(index) ?? "require");
    else if (isMember && !(word === "require" && is(index - 2, "module"))) return;
    else if (word === "import" && isCalled) add("import()", index, argumentOf(index + 1));
    else if (word === "import" || word === "export") {
      const specifier = (word === "import" ? textAt(index + 1) : undefined) ?? sourceOf(index + 1);
      if (specifier !== undefined) add("import", index, specifier);
    } else if (requires.has(word) && isCalled) add("require()", index, argumentOf(index + 1));
    else if (word === "Worker" && isCalled) {
      const isUrl = is(index + 2, "new") && is(index + 3, "URL") && is(index + 4, "(");
      add("Worker", index, isUrl ? textAt(index + 5) : undefined);
    }
  };
  for (const [index, { kind, text: word }] of tokens.entries()) if (kind === "word") readWord(word, index);
  return found;
}
