import type ts from "typescript";
import { bind, createScope, internalChecker, internalFile, setParent } from "../compiler.js";
import { type Context, spanOf } from "../context.js";
import { unframe } from "../discover/comments.js";
import type { ContractComment, ContractedModule, ContractTag, ContractType } from "../model.js";
import type { Vocabulary } from "./vocabulary.js";

/** A contract's type as nodes that hang in the contracted module without being part of it. */
export interface GraftedContract {
  readonly types: readonly ContractType[];
  /** Mistakes in the types that TypeScript reports. */
  readonly diagnostics: readonly ts.Diagnostic[];
}

/** `{ os: "linux" }` is a type with its braces, `{Billing}` a name between braces, as in any doc comment. */
function bracesBelongToType(inner: string): boolean {
  return /^\s*(?:$|\}|readonly\s+[\w$"'[]|\[|(?:[\w$]+|"[^"]*"|'[^']*')\s*(?:\?\s*)?[:(])/.test(stripComments(inner));
}

function stripComments(text: string): string {
  return text.replace(/^(?:\s*\/\/[^\n]*\n)+/, "");
}

/**
 * The text of a file in which nothing is left but `type $i0 = …`, at the positions that the type has in the comment.
 * The tag has ten characters, so that the declaration's head fits in its place.
 */
function isolate(file: ts.SourceFile, comment: ContractComment, tag: ContractTag): string {
  const { pos, end } = tag.type!;
  const frame = unframe(file.text.slice(comment.pos, comment.end));
  const text = frame.slice(pos - comment.pos, end - comment.pos);
  const inner = text.slice(1, -1);
  const type = bracesBelongToType(inner) || !text.endsWith("}") ? text : ` ${inner} `;
  return " ".repeat(tag.pos) + "type $i0=".padEnd(pos - tag.pos) + type;
}

/** Lets nodes start at their first token: what stands before it in the real file is the comment's frame, not trivia. */
function tighten(typescript: Context["ts"], node: ts.Node, file: ts.SourceFile): void {
  (node as { pos: number }).pos = node.getStart(file);
  typescript.forEachChild(node, (child) => tighten(typescript, child, file));
}

/** A scope between the contract and its module, with the vocabulary's names that the module does not see itself. */
function createVocabularyScope({ ts, checker }: Context, vocabulary: Vocabulary, file: ts.SourceFile): ts.Block {
  const isVisible = (name: ts.__String) =>
    internalChecker(checker).resolveName(ts.unescapeLeadingUnderscores(name), file, ts.SymbolFlags.Type, false);
  return createScope(
    ts,
    file,
    [...vocabulary].filter(([name]) => !isVisible(name)),
  );
}

/**
 * Parses the type of a tag and grafts it onto the module: its names resolve in the module's own scope, and its
 * positions are those of the comment.
 */
function graftTag(context: Context, scope: ts.Block, comment: ContractComment, tag: ContractTag) {
  const { ts, options } = context;
  const { file } = comment;
  const isolated = ts.createSourceFile(file.fileName, isolate(file, comment, tag), ts.ScriptTarget.Latest, true);
  bind(ts, isolated, options);
  const declaration = isolated.statements[0] as ts.TypeAliasDeclaration;
  tighten(ts, declaration, isolated);
  const syntax = internalFile(isolated).parseDiagnostics.map((diagnostic) => ({ ...diagnostic, file }));
  setParent(declaration, scope);
  return { declaration, syntax };
}

/** The type of a bare tag: the interface or the type alias that the comment documents. */
function typeOfDeclaration(context: Context, comment: ContractComment, tag: ContractTag): ContractType | undefined {
  const { ts, checker, report } = context;
  const { file, statement } = comment;
  const at = { file, start: tag.pos, length: "@importspy".length };
  if (statement && (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))) {
    if (statement.typeParameters) {
      report("genericContract", spanOf(statement.name), statement.name.text);
      return undefined;
    }
    const symbol = checker.getSymbolAtLocation(statement.name)!;
    return { type: checker.getDeclaredTypeOfSymbol(symbol), span: spanOf(statement.name), note: tag.note };
  }
  const name = /^[\w$.]+/.exec(tag.note ?? "")?.[0];
  if (name) report("typeWithoutBraces", at, name);
  else report("missingType", at);
  return undefined;
}

/**
 * Gives a contract's tags their types.
 *
 * @param context - The program and its report.
 * @param vocabulary - Names that contracts may use without an import.
 * @param module - The contracted module.
 * @returns A type for each tag that has one, and TypeScript's diagnostics of them.
 */
export function graftContract(context: Context, vocabulary: Vocabulary, module: ContractedModule): GraftedContract {
  const { checker } = context;
  const { comment } = module;
  const { file } = comment;
  let scope: ts.Block | undefined;
  const types: ContractType[] = [];
  const diagnostics: ts.Diagnostic[] = [];
  for (const tag of comment.tags) {
    if (tag.broken) continue;
    if (!tag.type) {
      const type = typeOfDeclaration(context, comment, tag);
      if (type) types.push(type);
      continue;
    }
    scope ??= createVocabularyScope(context, vocabulary, file);
    const { declaration, syntax } = graftTag(context, scope, comment, tag);
    diagnostics.push(...syntax);
    if (syntax.length) continue;
    const { pos, end } = tag.type;
    const isInside = ({ start = -1 }: ts.Diagnostic) => start >= pos && start < end;
    // Only this node is checked, but the checker returns all that it knows of the file by now.
    const found = internalChecker(checker).getDiagnostics(file, undefined, [declaration]);
    diagnostics.push(...found.filter(isInside));
    const span = { file, start: declaration.type.pos, length: declaration.type.end - declaration.type.pos };
    types.push({ type: checker.getTypeFromTypeNode(declaration.type), span, note: tag.note });
  }
  return { types, diagnostics };
}
