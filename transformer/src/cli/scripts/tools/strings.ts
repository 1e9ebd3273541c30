import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";

/** The possible string values of an expression. */
export interface Texts {
  readonly texts: readonly string[];
  /** There may be more values, because a part of the expression is computed. */
  readonly isOpen: boolean;
}

const NONE: Texts = { texts: [], isOpen: false };
const OPEN: Texts = { texts: [], isOpen: true };

function join(all: readonly Texts[]): Texts {
  return { texts: all.flatMap(({ texts }) => texts), isOpen: all.some(({ isOpen }) => isOpen) };
}

/** Evaluates string expressions of a JavaScript, TypeScript or JSON file without running it. */
export interface TextReader {
  readonly file: ts.SourceFile;
  /** The strings of an expression: literals, lists, joined paths, constants of the file. */
  read(node: ts.Expression): Texts;
}

/** The constants of a file by name; `undefined` when a name is declared twice or assigned. */
function constantsOf(typescript: TypeScript, file: ts.SourceFile): Map<string, ts.Expression | undefined> {
  const constants = new Map<string, ts.Expression | undefined>();
  const visit = (node: ts.Node): void => {
    if (typescript.isVariableDeclaration(node) && typescript.isIdentifier(node.name)) {
      const { text } = node.name;
      const isConstant = Boolean(node.parent.flags & typescript.NodeFlags.Const);
      constants.set(text, isConstant && !constants.has(text) ? node.initializer : undefined);
    }
    if (typescript.isParameter(node) && typescript.isIdentifier(node.name)) constants.set(node.name.text, undefined);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return constants;
}

/** The last name of an expression: `join` of `path.posix.join`. */
function lastName(typescript: TypeScript, node: ts.Expression): string | undefined {
  if (typescript.isIdentifier(node)) return node.text;
  return typescript.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

/** Converts a file URL to a path. */
const asPath = (text: string) => (text.startsWith("file:") && URL.canParse(text) ? fileURLToPath(text) : text);

function resolveUrl(relative: string, base: string): string {
  const from = base.startsWith("file:") ? base : pathToFileURL(base).href;
  return URL.canParse(relative, from) ? new URL(relative, from).href : relative;
}

/**
 * Creates a reader for the strings in a file.
 *
 * @param typescript - The compiler.
 * @param file - The file, parsed with parent nodes.
 * @param cwd - The value of `process.cwd()`.
 */
export function createTextReader(typescript: TypeScript, file: ts.SourceFile, cwd: string): TextReader {
  const constants = constantsOf(typescript, file);
  const folder = path.dirname(file.fileName);
  const reading = new Set<ts.Node>();

  /** The only value of an expression. */
  const readOne = (node: ts.Expression | undefined): string | undefined => {
    const { texts, isOpen } = node ? read(node) : OPEN;
    return !isOpen && texts.length === 1 ? texts[0] : undefined;
  };
  const combine = (nodes: readonly ts.Expression[], make: (parts: string[]) => string): Texts => {
    const parts = nodes.map(readOne);
    if (parts.every((part) => part !== undefined)) return { texts: [make(parts as string[])], isOpen: false };
    return { texts: nodes.flatMap((each) => read(each).texts), isOpen: true };
  };

  const readCall = (node: ts.CallExpression | ts.NewExpression): Texts => {
    const args = node.arguments ?? [];
    const name = lastName(typescript, node.expression);
    if (typescript.isNewExpression(node)) {
      return name === "URL" && args.length === 2 ? combine(args, ([url, base]) => resolveUrl(url!, base!)) : OPEN;
    }
    if (name === "cwd") return { texts: [cwd], isOpen: false };
    if (name === "dirname") return combine(args, ([text]) => path.dirname(asPath(text!)));
    if (name === "fileURLToPath" || name === "pathToFileURL") return combine(args, ([text]) => asPath(text!));
    if (name === "resolve" || name === "join") {
      // `require.resolve("./x")` and `import.meta.resolve("./x")` start from the file, other paths from the working
      // directory.
      const isPath = typescript.isIdentifier(node.expression) || /path/i.test(node.expression.getText(file));
      return isPath
        ? combine(args, (parts) => path.resolve(cwd, ...parts))
        : combine(args, ([text]) => path.resolve(folder, text!));
    }
    if (name === "toString" && typescript.isPropertyAccessExpression(node.expression))
      return read(node.expression.expression);
    // The result of an unknown function is unknown. Its arguments may still name code.
    return { texts: join(args.map(read)).texts, isOpen: true };
  };

  const readProperty = (node: ts.PropertyAccessExpression): Texts => {
    const text = node.getText(file);
    if (text === "import.meta.dirname") return { texts: [folder], isOpen: false };
    if (text === "import.meta.filename") return { texts: [file.fileName], isOpen: false };
    if (text === "import.meta.url") return { texts: [pathToFileURL(file.fileName).href], isOpen: false };
    if (node.name.text === "pathname" || node.name.text === "href")
      return combine([node.expression], ([url]) => asPath(url!));
    if (text === "process.execPath") return { texts: ["node"], isOpen: false };
    return OPEN;
  };

  const readName = ({ text }: ts.Identifier): Texts => {
    if (text === "__dirname") return { texts: [folder], isOpen: false };
    if (text === "__filename") return { texts: [file.fileName], isOpen: false };
    if (text === "undefined") return NONE;
    const constant = constants.get(text);
    if (!constant || reading.has(constant)) return OPEN;
    reading.add(constant);
    try {
      return read(constant);
    } finally {
      reading.delete(constant);
    }
  };

  /** The values of an object. For webpack's `{ import: "./src/main.ts", filename: … }` only the first one. */
  const readObject = ({ properties }: ts.ObjectLiteralExpression): Texts => {
    const named = properties.filter((each) => each.name && ["import", "input"].includes(each.name.getText(file)));
    return join(
      (named.length ? named : properties).map((each) => {
        if (typescript.isPropertyAssignment(each)) return read(each.initializer);
        return typescript.isShorthandPropertyAssignment(each) ? readName(each.name) : OPEN;
      }),
    );
  };

  const readFunction = ({ body }: ts.ArrowFunction): Texts => (typescript.isBlock(body) ? OPEN : read(body));

  const read = (node: ts.Expression): Texts => {
    if (typescript.isStringLiteralLike(node)) return { texts: [node.text], isOpen: false };
    if (
      typescript.isParenthesizedExpression(node) ||
      typescript.isAsExpression(node) ||
      typescript.isSatisfiesExpression(node) ||
      typescript.isNonNullExpression(node) ||
      typescript.isAwaitExpression(node)
    ) {
      return read(node.expression);
    }
    if (typescript.isTemplateExpression(node)) {
      const { head, templateSpans } = node;
      return combine(
        templateSpans.map(({ expression }) => expression),
        (parts) => head.text + parts.map((part, index) => part + templateSpans[index]!.literal.text).join(""),
      );
    }
    if (typescript.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind === typescript.SyntaxKind.PlusToken) return combine([node.left, node.right], ([a, b]) => a! + b!);
      return join([read(node.left), read(node.right)]);
    }
    if (typescript.isConditionalExpression(node)) return join([read(node.whenTrue), read(node.whenFalse)]);
    if (typescript.isArrayLiteralExpression(node)) return join(node.elements.map(read));
    if (typescript.isSpreadElement(node)) return read(node.expression);
    if (typescript.isObjectLiteralExpression(node)) return readObject(node);
    if (typescript.isCallExpression(node) || typescript.isNewExpression(node)) return readCall(node);
    if (typescript.isPropertyAccessExpression(node)) return readProperty(node);
    if (typescript.isIdentifier(node)) return readName(node);
    if (typescript.isArrowFunction(node)) return readFunction(node);
    const { TrueKeyword, FalseKeyword, NullKeyword, NumericLiteral } = typescript.SyntaxKind;
    return [TrueKeyword, FalseKeyword, NullKeyword, NumericLiteral].includes(node.kind) ? NONE : OPEN;
  };
  return { file, read };
}

/** The value of a property, with the names on the path to it: `build.lib.entry`. */
export interface NamedValue {
  readonly way: string;
  readonly value: ts.Expression;
}

/** All properties in a file, with the names on the path to each. */
export function propertiesOf(typescript: TypeScript, file: ts.SourceFile): NamedValue[] {
  const found: NamedValue[] = [];
  const visit = (node: ts.Node, way: string): void => {
    const isNamed = typescript.isPropertyAssignment(node) || typescript.isShorthandPropertyAssignment(node);
    const name = isNamed && !typescript.isComputedPropertyName(node.name) ? node.name : undefined;
    const inner = name ? `${way}.${(name as ts.Identifier | ts.StringLiteral).text}` : way;
    if (name) {
      const value = typescript.isPropertyAssignment(node) ? node.initializer : (name as ts.Identifier);
      found.push({ way: inner, value });
    }
    typescript.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, "");
  return found;
}
