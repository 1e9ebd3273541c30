/**
 * By what code of a module can be known again after a bundler and a minifier were at it: the texts in it, and the names
 * of the properties that it uses. Both must be kept.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { walk } from "../syntax.js";

/** What is known of the code of an emitted file. */
export interface Traces {
  /** Statements and declarations of the file: of each, what must all be there where it is. */
  readonly parts: readonly Part[];
  /** Texts that nobody else is likely to have written. */
  readonly authored: readonly string[];
}

interface Part {
  /** What every way of writing it holds. */
  readonly words: readonly string[];
  /** It is more than a declaration, so it is there wherever the file is. */
  readonly isRun: boolean;
  /** Texts in it that are evaluated when the file is. */
  readonly evaluated: readonly string[];
}

/** Pieces of a text that are written alike in all quotation marks. */
const PIECE = /[^\p{Cc}\\"'`${}\u0080-\uffff]{3,}/gu;
const piecesOf = (text: string): string[] => text.match(PIECE) ?? [];

/** `"payments: evaluated"` is, `"utf8"` and `"application/json"` are not. */
const isAuthored = (text: string): boolean => text.length >= 10 && /\w\s+\w|\w:? \w/.test(text);

/** What a bundler replaces: `process.env.NODE_ENV`, `import.meta.env.MODE`. */
const REPLACED = /^(?:process|import\.meta|globalThis|global|window|self)\b/;

/** Statements that TypeScript writes, or that a bundler takes apart. */
function isFrame(typescript: TypeScript, statement: ts.Statement): boolean {
  if (
    typescript.isImportDeclaration(statement) ||
    typescript.isExportDeclaration(statement) ||
    typescript.isEmptyStatement(statement)
  ) {
    return true;
  }
  if (typescript.isVariableStatement(statement)) {
    const isLoad = ({ initializer }: ts.VariableDeclaration) =>
      initializer !== undefined && /\brequire\(/.test(initializer.getText());
    const isHelper = ({ name }: ts.VariableDeclaration) => typescript.isIdentifier(name) && name.text.startsWith("__");
    return statement.declarationList.declarations.every((each) => isLoad(each) || isHelper(each));
  }
  if (!typescript.isExpressionStatement(statement)) return false;
  const text = statement.expression.getText();
  return /^(?:["']use |exports\.|Object\.defineProperty\(exports|importspy_\d+\.\$importspy\()/.test(text);
}

/** The parts of a node that no minifier can find to be never run. */
function certainParts(typescript: TypeScript, node: ts.Node): ts.Node[] {
  if (typescript.isIfStatement(node) || typescript.isSwitchStatement(node)) return [node.expression];
  if (typescript.isConditionalExpression(node)) return [node.condition];
  if (typescript.isBinaryExpression(node)) {
    const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = typescript.SyntaxKind;
    const isShort = [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].some(
      (kind) => kind === node.operatorToken.kind,
    );
    return isShort ? [node.left] : [node.left, node.right];
  }
  const parts: ts.Node[] = [];
  typescript.forEachChild(node, (child) => {
    parts.push(child);
  });
  return parts;
}

/** The object that a chain of properties begins with is imported, so its properties may be renamed. */
function isOfModule(typescript: TypeScript, { expression }: ts.PropertyAccessExpression): boolean {
  return typescript.isIdentifier(expression) && /_\d+$/.test(expression.text);
}

function wordsOf(typescript: TypeScript, node: ts.Node): string[] {
  if (typescript.isStringLiteralLike(node) || typescript.isTemplateLiteralToken(node)) return piecesOf(node.text);
  if (typescript.isPropertyAccessExpression(node)) {
    const isKept = !REPLACED.test(node.getText()) && !isOfModule(typescript, node) && node.name.text.length > 2;
    return isKept ? [node.name.text] : [];
  }
  return [];
}

function partOf(typescript: TypeScript, statement: ts.Statement): Part {
  const words = new Set<string>();
  const rest: ts.Node[] = [statement];
  for (let node = rest.pop(); node; node = rest.pop()) {
    for (const word of wordsOf(typescript, node)) words.add(word);
    rest.push(...certainParts(typescript, node));
  }
  const evaluated = new Set<string>();
  let doesSomething = false;
  walk(typescript, statement, (node) => {
    if (typescript.isFunctionLike(node)) return false;
    doesSomething ||= typescript.isCallExpression(node) || typescript.isNewExpression(node);
    if (typescript.isStringLiteralLike(node)) evaluated.add(node.text);
    return true;
  });
  const isDeclaration = !typescript.isExpressionStatement(statement) && !typescript.isIfStatement(statement);
  // Minifiers are told to drop what is only said to the console.
  const isSaid = /^console\./.test(statement.getText());
  const isRun = !isDeclaration && !isSaid && doesSomething;
  return { words: [...words], isRun, evaluated: isRun || isSaid ? [...evaluated] : [] };
}

/**
 * Collects the traces of an emitted file.
 *
 * @param typescript - The parser of the file.
 * @param file - The file.
 */
export function collectTraces(typescript: TypeScript, file: ts.SourceFile): Traces {
  const statements = file.statements.filter((statement) => !isFrame(typescript, statement));
  const authored = new Set<string>();
  for (const statement of statements) {
    walk(typescript, statement, (node) => {
      if (!typescript.isStringLiteralLike(node) && !typescript.isTemplateLiteralToken(node)) return;
      for (const piece of piecesOf(node.text)) if (isAuthored(piece)) authored.add(piece);
    });
  }
  return { parts: statements.map((statement) => partOf(typescript, statement)), authored: [...authored] };
}

/** What a text tells about the code of a module in it. */
export type Presence = "absent" | "unknown" | { readonly trace: string };

/**
 * Finds out whether a text holds code of a module.
 *
 * @param traces - Of the module.
 * @param text - The text of a bundle, or of one of its chunks.
 * @param isOwn - Whether a text is in no other file of the build.
 */
export function findPresence({ parts, authored }: Traces, text: string, isOwn: (piece: string) => boolean): Presence {
  const trace = authored.find((piece) => text.includes(piece) && isOwn(piece));
  if (trace !== undefined) return { trace };
  const isMissing = ({ words }: Part) => words.some((word) => !text.includes(word));
  const run = parts.filter(({ isRun }) => isRun);
  if (run.some(isMissing)) return "absent";
  if (parts.length && parts.every(isMissing)) return "absent";
  // Without any function there is no code that could be called.
  return parts.length && !run.length && !/=>|\bfunction\b|\bclass\b|\)\s*\{/.test(text) ? "absent" : "unknown";
}

/**
 * Whether a text holds nearly all of a module, so that it is a copy or a bundle of it, and does not only share a text.
 *
 * @param traces - Of the module.
 * @param text - The text of another file.
 * @returns The text that identifies it.
 */
export function findCopy({ parts, authored }: Traces, text: string): string | undefined {
  const trace = authored.find((piece) => text.includes(piece));
  if (trace === undefined) return undefined;
  const isThere = ({ words }: Part) => words.every((word) => text.includes(word));
  const telling = parts.filter(({ words }) => words.length);
  // Functions that nobody uses are dropped.
  const isWhole = telling.filter(isThere).length * 2 >= telling.length;
  return isWhole && parts.every((part) => !part.isRun || isThere(part)) ? trace : undefined;
}

/** The path of a file in the comments that bundlers write above its code: `// src/a.ts`, `//#region src/a.ts`. */
const HEADING =
  /^[\t ]*(?:\/\/#region|\/\/|;\/\/|\/\*\*\*\/|!\*\*\*)[\t ]+"?((?:\.{0,2}\/)*[^\s"]+\.[cm]?[jt]sx?)"?(?::| \*{3}!)?[\t ]*$/gm;

/** The files that a bundle says it was made of. */
export function headingsIn(text: string): string[] {
  return Array.from(text.matchAll(HEADING), ([, name]) => name!);
}

/** `//# sourceMappingURL=a.js.map` */
export function mapOf(text: string): string | undefined {
  const last = text.lastIndexOf("//# sourceMappingURL=");
  const url =
    last < 0
      ? undefined
      : text
          .slice(last + 21)
          .split("\n", 1)[0]!
          .trim();
  return url && !url.startsWith("data:") ? url : undefined;
}
