import path from "node:path";
import type ts from "typescript";
import { resolvePath } from "../analysis/paths.js";
import type { TypeScript } from "../compiler/compiler.js";
import { pathOfUrl } from "../compiler/specifiers.js";
import type { Flow, Source } from "./flow.js";
import type { Thing } from "./thing.js";

/** A text that a program writes out. */
export interface Constant {
  /** The text; the absolute path, where it says where a file is. */
  readonly text: string;
  /** It is the place of a file, and relative to nothing. */
  readonly isPlace: boolean;
}

/** The texts that an expression may be. */
export interface Constants {
  readonly texts: readonly Constant[];
  /** It can be nothing else. */
  readonly isClosed: boolean;
}

/** Reads the texts that an expression may be off its type; `undefined` when it may be any. */
export type TypedTexts = (expression: ts.Expression) => readonly string[] | undefined;

/**
 * Reads the texts that an expression may be.
 *
 * @param expression - The expression.
 * @param typed - Reads them off its type, where its syntax does not tell.
 */
export type TextReader = (expression: ts.Expression, typed?: TypedTexts) => Constants;

/** More texts than this are not put together from parts. */
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

/** Where a relative path leads to from a file, or from a folder, which ends with a slash. */
function resolveFrom(from: string, target: string): string {
  const resolved = resolvePath(from.endsWith("/") ? from : path.posix.dirname(from), target);
  return target.endsWith("/") && resolved !== "/" ? `${resolved}/` : resolved;
}

/**
 * Makes a reader of texts that a file writes out: literals, `+`, templates, and what says where a file is, such as
 * `new URL("./x.js", import.meta.url)`.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param flow - Follows its values.
 * @param thingsOf - What an expression may be of Node.js.
 * @param thingOf - The same of a source.
 * @returns Reads the texts that an expression may be; with what types name, where there are types.
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

  /** `a + b + c`, without a call of this for each operand. */
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
      const isSame = name === "String" || name === "node:url.fileURLToPath" || name === "node:url.pathToFileURL";
      if (isSame && first) return textsOf(first);
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
    if (typescript.isNewExpression(node)) {
      const isUrl = thing && /^URL(\.(href|pathname))?$/.test(thing.name);
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

  // `const a = a + "x"` never ends.
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
