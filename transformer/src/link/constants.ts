import path from "node:path";
import type ts from "typescript";
import { resolvePath } from "../analysis/paths.js";
import type { TypeScript } from "../compiler/compiler.js";
import { pathOfUrl } from "../compiler/specifiers.js";
import type { Flow, Source } from "./flow.js";
import type { Thing } from "./thing.js";

/** A text that an expression may have. */
export interface Constant {
  /** The text. For the location of a file, it is the absolute path. */
  readonly text: string;
  /** The text is the location of a file, so it is not relative to another one. */
  readonly isPlace: boolean;
}

/** The texts that an expression may have. */
export interface Constants {
  readonly texts: readonly Constant[];
  /** The list is complete: the expression cannot have another value. */
  readonly isClosed: boolean;
}

/** Reads the texts of an expression from its type; `undefined` when that is not a union of string literals. */
export type TypedTexts = (expression: ts.Expression) => readonly string[] | undefined;

/**
 * Reads the texts that an expression may have.
 *
 * @param expression - The expression.
 * @param typed - Reads them from its type, where its syntax is not enough.
 */
export type TextReader = (expression: ts.Expression, typed?: TypedTexts) => Constants;

/** The most combinations for a text that has several parts. */
const MOST_TEXTS = 32;

const NOTHING: Constants = { texts: [], isClosed: false };

function constant(text: string, isPlace = false): Constants {
  return { texts: [{ text, isPlace }], isClosed: true };
}

function join(left: Constants, right: Constants): Constants {
  const texts = left.texts.flatMap((a) =>
    right.texts.map((b) => ({ text: a.text + b.text, isPlace: a.isPlace || b.isPlace })),
  );
  return texts.length > MOST_TEXTS ? NOTHING : { texts, isClosed: left.isClosed && right.isClosed };
}

/** Resolves a relative URL from a file, or from a folder if `from` ends with a slash. `.` and `..` are folders. */
function resolveFrom(from: string, target: string): string {
  if (!target) return from;
  const resolved = resolvePath(from.endsWith("/") ? from : path.posix.dirname(from), target);
  return /(?:^|\/)(?:\.{1,2})?$/.test(target) && resolved !== "/" ? `${resolved}/` : resolved;
}

/**
 * Makes a reader of texts: literals, `+`, templates, and the location of a file, such as
 * `new URL("./x.js", import.meta.url)`.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param flow - Follows its values.
 * @param thingsOf - Resolves an expression to functions and objects of Node.js.
 * @param thingOf - The same for the source of a value.
 * @returns Reads the texts that an expression may have.
 */
export function createConstantReader(
  typescript: TypeScript,
  file: ts.SourceFile,
  flow: Flow,
  thingsOf: (expression: ts.Expression) => readonly Thing[],
  thingOf: (source: Source) => Thing | undefined,
): TextReader {
  const own = file.fileName.replaceAll("\\", "/");
  const folder = path.posix.dirname(own);
  const PLACES: Readonly<Record<string, string>> = {
    __filename: own,
    __dirname: folder,
    "module.filename": own,
    "import.meta.url": own,
    "import.meta.filename": own,
    "import.meta.path": own,
    "import.meta.dirname": folder,
    "import.meta.dir": folder,
  };

  /** `a + b + c`. Iterative, since a long sum would overflow the stack. */
  const ofSum = (sum: ts.BinaryExpression): Constants => {
    const operands: ts.Expression[] = [];
    let node: ts.Expression = sum;
    while (typescript.isBinaryExpression(node)) {
      if (node.operatorToken.kind !== typescript.SyntaxKind.PlusToken) return NOTHING;
      operands.push(node.right);
      node = node.left;
    }
    let joined = textsOf(node);
    while (operands.length && joined.texts.length) joined = join(joined, textsOf(operands.pop()!));
    return joined;
  };

  const ofTemplate = ({ head, templateSpans }: ts.TemplateExpression): Constants => {
    let joined = constant(head.text);
    for (const { expression, literal } of templateSpans) {
      if (joined.texts.length) joined = join(join(joined, textsOf(expression)), constant(literal.text));
    }
    return joined;
  };

  /** `new URL("./x.js", import.meta.url)` */
  const ofUrl = (relative: ts.Expression | undefined, from: string | undefined): Constants => {
    if (!relative) return NOTHING;
    const { texts, isClosed } = textsOf(relative);
    const targets = texts.flatMap((each) => {
      if (each.isPlace) return each;
      const target = from === undefined || /^[\w+.-]+:/.test(each.text) ? undefined : pathOfUrl(each.text);
      return target === undefined ? [] : { text: resolveFrom(from!, target), isPlace: true };
    });
    return { texts: targets, isClosed: isClosed && targets.length === texts.length };
  };

  /** `path.join(__dirname, "x.js")` */
  const ofPaths = (parts: readonly ts.Expression[]): Constants => {
    const [from, ...others] = parts.map((part) => textsOf(part).texts[0]);
    if (!from?.isPlace || others.includes(undefined)) return NOTHING;
    return constant(resolvePath(from.text, ...others.map((each) => each!.text)), true);
  };

  const ofCall = (node: ts.CallExpression): Constants => {
    const [first] = node.arguments;
    for (const { name, of } of thingsOf(node.expression)) {
      if (/^node:path\.(posix\.|win32\.)?(join|resolve)$/.test(name)) return ofPaths(node.arguments);
      if (name === "import.meta.resolve" || name === "require.resolve") {
        const { texts } = first ? textsOf(first) : NOTHING;
        return texts.some((each) => each.isPlace || /^\.\.?\//.test(each.text)) ? ofUrl(first, own) : NOTHING;
      }
      if ((name === "String" || name === "node:url.fileURLToPath") && first) return textsOf(first);
      if (/^node:path\.(posix\.|win32\.)?dirname$/.test(name) && first) {
        const { texts, isClosed } = textsOf(first);
        return { texts: texts.map((each) => ({ ...each, text: path.posix.dirname(each.text) })), isClosed };
      }
      if (name === "URL.toString" && of) return ofSource({ node: of, members: [] });
    }
    return NOTHING;
  };

  const ofSource = (source: Source): Constants => {
    const { node, members } = source;
    const thing = thingOf(source);
    const known = thing && PLACES[thing.name];
    if (known !== undefined) return constant(known, true);
    const isUrl = thing !== undefined && /^URL(\.(href|pathname))?$/.test(thing.name);
    if (typescript.isCallExpression(node) && isUrl) return node.arguments[0] ? textsOf(node.arguments[0]) : NOTHING;
    if (typescript.isNewExpression(node)) {
      const [relative, base] = node.arguments ?? [];
      const from = base && textsOf(base).texts.find(({ isPlace }) => isPlace)?.text;
      return isUrl ? ofUrl(relative, from) : NOTHING;
    }
    if (members.length) return NOTHING;
    if (typescript.isStringLiteralLike(node)) return constant(node.text);
    if (typescript.isBinaryExpression(node)) return ofSum(node);
    if (typescript.isTemplateExpression(node)) return ofTemplate(node);
    return typescript.isCallExpression(node) ? ofCall(node) : NOTHING;
  };

  // Prevents endless recursion: `const a = a + "x"`.
  const asked = new Set<ts.Expression>();
  let types: TypedTexts | undefined;
  const textsOf: TextReader = (expression, typed) => {
    if (typed) {
      types = typed;
      const found = textsOf(expression);
      types = undefined;
      return found;
    }
    if (asked.has(expression)) return NOTHING;
    asked.add(expression);
    const found = flow.sourcesOf(expression).map((source) => ofSource(source));
    asked.delete(expression);
    const all = found.flatMap((each) => each.texts);
    const texts = all.filter((each, index) => all.findIndex(({ text }) => text === each.text) === index);
    if (found.length > 0 && found.every(({ isClosed }) => isClosed)) return { texts, isClosed: true };
    const named = types?.(expression);
    return named
      ? { texts: named.map((text) => ({ text, isPlace: false })), isClosed: true }
      : { texts, isClosed: false };
  };
  return textsOf;
}
