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

/** A contract's type as nodes that have the contracted module as their parent, but are not part of it. */
export interface GraftedContract {
  readonly types: readonly ContractType[];
  /** TypeScript's diagnostics in the module's file, about the types and about the declarations that they use. */
  readonly diagnostics: readonly ts.DiagnosticWithLocation[];
  /** Whether there are any mistakes, also in other files. */
  readonly hasMistakes: boolean;
  /** The files that declare parts of the contract; `undefined` when the contract may also depend on other files. */
  readonly files: readonly ts.SourceFile[] | undefined;
}

/**
 * Parses `type T =` with a type's text. Returns the position of the first error, or of text after the type; `undefined`
 * for a valid type.
 */
function parseType(typescript: Context["ts"], text: string): number | undefined {
  const file = typescript.createSourceFile("contract.ts", `type T =${text}`, typescript.ScriptTarget.Latest);
  const [error] = internalFile(file).parseDiagnostics;
  if (error) return error.start;
  return file.statements.length > 1 ? file.statements[0]!.end : undefined;
}

/**
 * Whether the braces belong to the type. `{ os: "linux" }` is a type with braces. `{Billing}` is a name in braces, as
 * in other doc comments. If the text is a type without its braces, they do not belong to it. If it is no type either
 * way, the reading whose first error comes later is used.
 */
function isTypeBetweenBraces(typescript: Context["ts"], inner: string): boolean {
  const without = parseType(typescript, ` ${inner} `);
  if (without === undefined) return true;
  const braced = parseType(typescript, `{${inner}}`);
  return braced !== undefined && without > braced;
}

/** The beginning of a text that declares the type of a tag. */
const HEAD = "type $i0=";

/** A text with only `type $i0=…`. The type in it starts `HEAD.length` characters after the start. */
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

/** The position of a node, made writable. */
interface Movable {
  pos: number;
  end: number;
}

/**
 * Gives nodes the positions that they have in the real file. Each starts at its first token, since the comment's frame
 * before it is not trivia.
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

/** A scope between the contract and its module. It holds the vocabulary, except names that the module declares. */
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
 * Parses the type of a tag and grafts it onto the module. Its names resolve in the module's scope, and its positions
 * are those in the comment.
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

/** `name.name` */
const NAME = /^([^\S\r\n]+)([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*)(?=(.*))/u;

/** What goes on with a type behind its name: `<"a">`, `["b"]`, `& { os: "linux" }`. */
const GOES_ON = /^(?:[<[]|\s*[&|])/;

/** How long a type is at the start of a line, whose rest is a note; `undefined` where it does not end. */
function lengthOfType({ ts }: Context, line: string, isType: (name: string) => boolean): number | undefined {
  const file = ts.createSourceFile("contract.ts", HEAD + line, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const [alias] = file.statements;
  if (!alias || !ts.isTypeAliasDeclaration(alias)) return undefined;
  let { type } = alias;
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
    const isNote = (each: ts.TypeNode) => ts.isTypeReferenceNode(each) && !isType(each.typeName.getText());
    if (type.types.some(isNote)) [type] = type.types as unknown as [ts.TypeNode];
  }
  const isWhole = internalFile(file).parseDiagnostics.every(({ start }) => start >= type.end);
  return isWhole ? type.end - HEAD.length : undefined;
}

/** The type after a bare tag on its line: the author forgot the braces. */
function findType(context: Context, { file }: ContractComment, tag: ContractTag): Span | undefined {
  const { ts, checker } = context;
  const start = tag.pos + TAG.length;
  const isType = (name: string) => {
    const [first = ""] = name.split(".");
    const { Type, Namespace } = ts.SymbolFlags;
    return internalChecker(checker).resolveName(first, file, Type | Namespace, false) !== undefined;
  };
  const [, space = "", name = "", rest = ""] = NAME.exec(file.text.slice(start)) ?? [];
  if (!isType(name)) return undefined;
  const line = name + rest.replace(/\*\/.*/, "");
  const length = GOES_ON.test(rest) ? lengthOfType(context, line, isType) : undefined;
  return { file, start: start + space.length, length: length ?? name.length };
}

/** The type of a bare tag: the interface or type alias under the comment. */
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
  const type = findType(context, comment, tag);
  if (type) report("typeWithoutBraces", type, file.text.slice(type.start, type.start + type.length));
  else report("missingType", { file, start: tag.pos, length: TAG.length });
  return undefined;
}

/**
 * Reports mistakes in other files at the contract that needs them, because an editor may not show the other file.
 * Returns those in the contract's own file.
 */
function reportMistakes({ ts, report }: Context, found: readonly ts.DiagnosticWithLocation[], { span }: ContractType) {
  for (const mistake of found.filter(({ file }) => file !== span.file)) {
    const message = ts.flattenDiagnosticMessageText(mistake.messageText, " ");
    report("mistakeElsewhere", span, message).relatedInformation = [mistake];
  }
  return found.filter(({ file }) => file === span.file);
}

/**
 * Gets the types of a contract's tags.
 *
 * @param context - The program; its report receives the mistakes.
 * @param vocabulary - The names that contracts may use without an import.
 * @param module - The contracted module.
 * @returns A type for each tag that has one, and TypeScript's diagnostics about them.
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
 * Marks the names in a contract as used, when the contract is not typed.
 *
 * @param context - The program.
 * @param vocabulary - The names that contracts may use without an import.
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
