import type ts from "typescript";
import { type Context, spanOf } from "../analysis/context.js";
import type {
  ContractComment,
  ContractedModule,
  ContractTag,
  ContractType,
  Span,
  TextSpan,
} from "../analysis/model.js";
import { bind, createScope, internalChecker, internalFile, setParent } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import { TAG } from "../discover/comments.js";
import { resolveImportTypes } from "./importTypes.js";
import { findComposition } from "./mistakes.js";
import type { Vocabulary } from "./vocabulary.js";

/** A contract's type as nodes that hang in the contracted module without being part of it. */
export interface GraftedContract {
  readonly types: readonly ContractType[];
  /** Mistakes in the module's file that TypeScript reports, in the types and in what they are made of. */
  readonly diagnostics: readonly ts.DiagnosticWithLocation[];
  /** Whether there are such mistakes, there or in another file. */
  readonly hasMistakes: boolean;
  /** The files that declare what the contract is made of; `undefined` when other files have a say in it, too. */
  readonly files: readonly ts.SourceFile[] | undefined;
}

/** Parses `type T =` and a type's text; `undefined` when there is more than a type. Where it fails, the first error. */
function parseType(typescript: Context["ts"], text: string): number | undefined {
  const file = typescript.createSourceFile("contract.ts", `type T =${text}`, typescript.ScriptTarget.Latest);
  const [error] = internalFile(file).parseDiagnostics;
  if (error) return error.start;
  return file.statements.length > 1 ? file.statements[0]!.end : undefined;
}

/**
 * `{ os: "linux" }` is a type with its braces, `{Billing}` a name between braces, as in any doc comment: whatever is
 * a type without its braces is meant so. When neither is one, that which is nearer to one.
 */
function isTypeBetweenBraces(typescript: Context["ts"], inner: string): boolean {
  const without = parseType(typescript, ` ${inner} `);
  if (without === undefined) return true;
  const braced = parseType(typescript, `{${inner}}`);
  return braced !== undefined && without > braced;
}

/** The name by which the type of a tag is declared. */
const HEAD = "type $i0=";

/** The text of a file in which nothing is but `type $i0 = …`. It starts with its head, and so nine characters before the type. */
function isolate(typescript: Context["ts"], comment: ContractComment, tag: ContractTag): string {
  const { braces } = tag.type!;
  const textOf = ({ pos, end }: TextSpan) => comment.text.slice(pos - comment.pos, end - comment.pos);
  let text = HEAD;
  braces.forEach((pair, index) => {
    const inner = textOf(pair).slice(1, -1);
    // `{A | B} & {C}` is `(A | B) & (C)`.
    const [open, close] = braces.length > 1 ? "()" : "  ";
    const type = isTypeBetweenBraces(typescript, inner) ? open + inner + close : `{${inner}}`;
    const before = index ? textOf({ pos: braces[index - 1]!.end, end: pair.pos }) : "";
    text += before + type;
  });
  return text;
}

/** What has a place in a text. */
interface Movable {
  pos: number;
  end: number;
}

/**
 * Gives nodes the positions that they have in the real file. Each starts at its first token there: what stands before
 * it is the comment's frame, and not trivia.
 */
function move(typescript: Context["ts"], root: ts.Node, from: ts.SourceFile, offset: number): void {
  const left = [root];
  for (let node = left.pop(); node; node = left.pop()) {
    const start = node.getStart(from);
    typescript.forEachChild(
      node,
      (child) => void left.push(child),
      (children) => {
        (children as unknown as Movable).pos += offset;
        (children as unknown as Movable).end += offset;
        left.push(...children);
      },
    );
    (node as Movable).pos = start + offset;
    (node as Movable).end += offset;
  }
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
  const text = isolate(ts, comment, tag);
  const offset = tag.type!.braces[0]!.pos - HEAD.length;
  const isolated = ts.createSourceFile(file.fileName, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  bind(ts, isolated, options);
  const declaration = isolated.statements[0] as ts.TypeAliasDeclaration;
  move(ts, declaration, isolated, offset);
  const syntax = internalFile(isolated).parseDiagnostics.map((diagnostic) => ({
    ...diagnostic,
    file,
    start: diagnostic.start + offset,
  }));
  setParent(declaration, scope);
  return { declaration, syntax };
}

/** What stands behind a bare tag on its line, for the case that it is a type without braces. */
function findName({ ts, checker }: Context, { file }: ContractComment, tag: ContractTag): Span | undefined {
  const start = tag.pos + TAG.length;
  const found = /^([^\S\r\n]+)([\p{ID_Start}$_][\p{ID_Continue}$.]*)/u.exec(file.text.slice(start));
  const [, space = "", name = ""] = found ?? [];
  const [first = ""] = name.split(".");
  const isType = internalChecker(checker).resolveName(
    first,
    file,
    ts.SymbolFlags.Type | ts.SymbolFlags.Namespace,
    false,
  );
  return isType && { file, start: start + space.length, length: name.length };
}

/** The type of a bare tag: the interface or the type alias that the comment documents. */
function typeOfDeclaration(context: Context, comment: ContractComment, tag: ContractTag): ContractType | undefined {
  const { ts, checker, report } = context;
  const { file, statement } = comment;
  if (statement && (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))) {
    if (statement.typeParameters) {
      report("genericContract", spanOf(statement.name), statement.name.text);
      return undefined;
    }
    const symbol = checker.getSymbolAtLocation(statement.name)!;
    return { type: checker.getDeclaredTypeOfSymbol(symbol), span: spanOf(statement.name), note: tag.note };
  }
  const name = findName(context, comment, tag);
  if (name) report("typeWithoutBraces", name, file.text.slice(name.start, name.start + name.length));
  else report("missingType", { file, start: tag.pos, length: TAG.length });
  return undefined;
}

/** Mistakes in other files are reported at the contract that needs those, since nobody may look at the other file. */
function reportMistakes({ ts, report }: Context, found: readonly ts.DiagnosticWithLocation[], { span }: ContractType) {
  for (const mistake of found.filter(({ file }) => file !== span.file)) {
    const message = ts.flattenDiagnosticMessageText(mistake.messageText, " ");
    report("mistakeElsewhere", span, message).relatedInformation = [mistake];
  }
  return found.filter(({ file }) => file === span.file);
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
  let hasMistakes = false;
  const types: ContractType[] = [];
  const diagnostics: ts.DiagnosticWithLocation[] = [];
  const files = new Set<ts.SourceFile>();
  let isClosed = true;
  const add = (type: ContractType, declaration: ts.Node) => {
    const composition = findComposition(context, declaration);
    hasMistakes ||= composition.mistakes.length > 0;
    isClosed &&= composition.isClosed;
    for (const each of composition.files) files.add(each);
    diagnostics.push(...reportMistakes(context, composition.mistakes, type));
    types.push(type);
  };
  for (const tag of comment.tags) {
    if (tag.broken) continue;
    if (!tag.type) {
      const type = typeOfDeclaration(context, comment, tag);
      if (type) add(type, comment.statement!);
      continue;
    }
    scope ??= createVocabularyScope(context, vocabulary, file);
    const { declaration, syntax } = graftTag(context, scope, comment, tag);
    diagnostics.push(...syntax);
    if (syntax.length) continue;
    resolveImportTypes(context, file, declaration);
    const type = checker.getTypeFromTypeNode(declaration.type);
    add({ type, span: spanOf(declaration.type, file), note: tag.note }, declaration);
  }
  return { types, diagnostics, hasMistakes, files: isClosed ? [...files] : undefined };
}

/**
 * Lets the checker know that the names in a contract are used, where the contract's type itself is not asked for.
 *
 * @param context - The program.
 * @param vocabulary - Names that contracts may use without an import.
 * @param comment - The contract comment.
 */
export function useNames(context: Context, vocabulary: Vocabulary, comment: ContractComment): void {
  const { ts, checker } = context;
  const scope = createVocabularyScope(context, vocabulary, comment.file);
  for (const tag of comment.tags) {
    if (!tag.type) continue;
    walk(ts, graftTag(context, scope, comment, tag).declaration.type, (node) => {
      if (ts.isIdentifier(node)) checker.getSymbolAtLocation(node);
    });
  }
}
