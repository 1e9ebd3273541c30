import type ts from "typescript";
import type { CatalogueDiagnostic } from "../../../analysis/context.js";
import type { ContractedModule } from "../../../analysis/model.js";
import { bind, internalChecker } from "../../../compiler/compiler.js";
import { contractNameOf } from "../../../link/reading.js";
import { findVariableReads } from "../../../link/variables.js";
import { eolOf, type Fix, type Fixing, insert, isWritten, type TextEdit } from "./fix.js";
import { importNames, type Wanted } from "./imports.js";

/** A named contract, and the edits that create the name. */
interface Named {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/** A name that the file does not use yet. */
function freeName({ analysis, file }: Fixing, name: string): string {
  const { ts: typescript, options } = analysis.context;
  const { locals } = bind(typescript, file, options);
  const isTaken = (text: string) => locals?.has(typescript.escapeLeadingUnderscores(text)) ?? false;
  let free = name;
  for (let count = 2; isTaken(free); count++) free = name + count;
  return free;
}

/** The names of the vocabulary in a text. Code has to import them. */
function wordsIn({ analysis, vocabulary, file }: Fixing, text: string): string[] {
  const { ts: typescript, checker } = analysis.context;
  const parsed = typescript.createSourceFile("contract.ts", text, typescript.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const isSeen = (name: string) =>
    internalChecker(checker).resolveName(name, file, typescript.SymbolFlags.Type, false) !== undefined;
  const visit = (node: ts.Node): void => {
    if (typescript.isTypeReferenceNode(node) && typescript.isIdentifier(node.typeName)) {
      const { escapedText, text: name } = node.typeName;
      if (vocabulary.has(escapedText) && !isSeen(name)) found.add(name);
    }
    typescript.forEachChild(node, visit);
  };
  visit(parsed);
  return [...found].sort();
}

/** Removes the common indentation of lines. The first line follows a brace. */
function unindent(text: string, eol: string): string {
  const [first = "", ...rest] = text.split(/\r\n|[\n\r]/).map((line) => line.trimEnd());
  const widths = rest.filter(Boolean).map((line) => /^\s*/.exec(line)![0].length);
  const width = Math.min(...widths, Number.MAX_SAFE_INTEGER);
  return [first, ...rest.map((line) => line.slice(width))].join(eol);
}

/**
 * The name of a file's contract. If the contract is written in its comment, it becomes a declaration after the imports:
 * `@importspy { os: "linux" } Ask.` → `@importspy {Contract} Ask.`
 *
 * @param fixing - The file.
 * @param module - The file's contract.
 * @param imported - More names that the file must import.
 * @param codeFor - Code that follows a new declaration, for its name.
 */
function nameContract(
  fixing: Fixing,
  module: ContractedModule,
  imported: readonly Wanted[] = [],
  codeFor?: (name: string) => string,
): Named | undefined {
  const { analysis, file } = fixing;
  const { ts: typescript } = analysis.context;
  const { comment } = module;
  const name = contractNameOf(analysis.context, module, analysis.contractOf(module).types);
  if (name !== undefined) return { name, edits: importNames(typescript, file, imported) };
  const [tag, ...others] = comment.tags;
  const [braces, ...more] = tag?.type?.braces ?? [];
  if (!braces || others.length || more.length) return undefined;
  const free = freeName(fixing, "Contract");
  const eol = eolOf(file);
  const text = unindent(comment.text.slice(braces.pos - comment.pos, braces.end - comment.pos), eol);
  const parsed = typescript.createSourceFile("contract.ts", `type T = ${text}`, typescript.ScriptTarget.Latest);
  const [declared] = parsed.statements;
  const isObject =
    declared && typescript.isTypeAliasDeclaration(declared) && typescript.isTypeLiteralNode(declared.type);
  const members = isObject ? (declared.type as ts.TypeLiteralNode).members : [];
  const isNamed = isObject && members.every((member) => member.name !== undefined);
  const written = isNamed ? `interface ${free} ${text}` : `type ${free} = ${text.slice(1, -1).trim()};`;
  const words = wordsIn(fixing, written).map((word) => ({ name: word, isType: true }));
  const imports = file.statements.filter(typescript.isImportDeclaration);
  const place = imports.at(-1)?.end;
  const [first] = file.statements;
  const code = codeFor ? written + eol + codeFor(free) : written;
  const declaration =
    place === undefined
      ? insert(file, first?.getStart(file) ?? file.text.length, code + eol + eol)
      : insert(file, place, eol + eol + code);
  return {
    name: free,
    edits: [
      { fileName: file.fileName, start: braces.pos, length: braces.end - braces.pos, text: `{${free}}` },
      ...importNames(typescript, file, [...imported, ...words]),
      declaration,
    ],
  };
}

/** The object type with the variables of a contract, in its comment or in a declaration. */
function findVariables({ analysis }: Fixing, module: ContractedModule): ts.TypeLiteralNode | undefined {
  const { ts: typescript, checker } = analysis.context;
  for (const type of analysis.contractOf(module).types) {
    const [declaration] = checker.getPropertyOfType(type, "env")?.declarations ?? [];
    const written = declaration && typescript.isPropertySignature(declaration) ? declaration.type : undefined;
    if (written && typescript.isTypeLiteralNode(written) && written.members.length) return written;
  }
  return undefined;
}

/**
 * Adds a variable to the contract: `{ A: string }` → `{ A: string; B: string; }`, on its own line if the others are.
 */
function addVariable(fixing: Fixing, module: ContractedModule, diagnostic: CatalogueDiagnostic): Fix[] {
  const variables = findVariables(fixing, module);
  const last = variables?.members.at(-1);
  const file = variables?.getSourceFile();
  if (!variables || !last || !file || !isWritten(fixing, file)) return [];
  const [variable = ""] = diagnostic.message.values.map(String);
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(variable) ? variable : JSON.stringify(variable);
  const { text } = file;
  const [separator = ""] = /[;,]$/.exec(text.slice(last.pos, last.end)) ?? [];
  const between = /^\s*(?=\})/.exec(text.slice(last.end));
  const isInline = between !== null && !/[\r\n]/.test(between[0]);
  const lineStart =
    Math.max(text.lastIndexOf("\n", last.getStart(file)), text.lastIndexOf("\r", last.getStart(file))) + 1;
  const [margin = ""] = /^[ \t]*(?:\*[ \t]*)?/.exec(text.slice(lineStart)) ?? [];
  const gap = isInline ? " " : eolOf(file) + margin;
  const edits = [
    insert(file, last.end, `${separator ? "" : ";"}${gap}${name}: string${isInline && !separator ? "" : ";"}`),
  ];
  const title = `Add ${variable} to the contract, as a string`;
  return [{ name: "importspy-variable", title, edits, diagnostic }];
}

/**
 * Fixes for how a module reads variables.
 *
 * @param fixing - The file.
 * @param diagnostic - The diagnostic.
 */
export function fixValues(fixing: Fixing, diagnostic: CatalogueDiagnostic): Fix[] {
  const { analysis, file } = fixing;
  const { key } = diagnostic.message;
  const module = analysis.modules.byFile.get(file);
  if (!module) return [];
  if (key === "undeclaredVariable") return addVariable(fixing, module, diagnostic);
  const isMissing = key === "envWithoutType" || key === "importersWithoutType";
  if (!isMissing && key !== "envOfAnotherContract" && key !== "importersOfAnotherContract") return [];
  const named = nameContract(fixing, module);
  if (!named) return [];
  const { name, edits } = named;
  const { start, length } = diagnostic;
  const own: TextEdit = isMissing
    ? insert(file, start + length, `<${name}>`)
    : { fileName: file.fileName, start, length, text: name };
  const title = edits.length ? `Name the contract ${name}, and read its values` : `Read the values of ${name}`;
  return [{ name: "importspy-env", title, edits: [...edits, own], diagnostic, isPreferred: true }];
}

/** The expression for the validated value of a variable, and the edits that it needs. */
function typedValue(fixing: Fixing, module: ContractedModule, variable: string, at: ts.Node): Named | undefined {
  const { analysis, file } = fixing;
  const { ts: typescript, checker } = analysis.context;
  const isIdentifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(variable);
  const member = (of: string) => (isIdentifier ? `${of}.${variable}` : `${of}[${JSON.stringify(variable)}]`);
  for (const { parent } of analysis.envUsesOf(file).calls) {
    const isTop =
      typescript.isVariableDeclaration(parent) &&
      parent.parent.parent.parent === file &&
      parent.end <= at.getStart(file);
    if (!isTop) continue;
    if (typescript.isIdentifier(parent.name)) return { name: member(parent.name.text), edits: [] };
    if (!typescript.isObjectBindingPattern(parent.name) || !isIdentifier) continue;
    const { elements } = parent.name;
    const known = elements.find(({ propertyName, name }) => (propertyName ?? name).getText(file) === variable);
    if (known && typescript.isIdentifier(known.name)) return { name: known.name.text, edits: [] };
    const last = elements.at(-1);
    const { Value } = typescript.SymbolFlags;
    const isFree = internalChecker(checker).resolveName(variable, at, Value, true) === undefined;
    if (last && !last.dotDotDotToken && isFree)
      return { name: variable, edits: [insert(file, last.end, `, ${variable}`)] };
  }
  const named = nameContract(fixing, module, [{ name: "env", isType: false }]);
  return named && { name: member(`env<${named.name}>()`), edits: named.edits };
}

/**
 * A refactoring on a contract that is written in its comment and has variables: it gets a name, and the module reads
 * its values. `@importspy { env: { PORT: number } }` → `@importspy {Contract}`, `const values = env<Contract>();`
 *
 * @param fixing - The file.
 * @param start - The start of the selection.
 * @param end - The end of the selection.
 */
export function rewriteContract(fixing: Fixing, start: number, end: number): Fix[] {
  const { analysis, file } = fixing;
  const module = analysis.modules.byFile.get(file);
  if (!module || !isWritten(fixing, file) || analysis.envUsesOf(file).calls.length) return [];
  const { comment } = module;
  const { types, alternatives = [] } = analysis.contractOf(module);
  const hasVariables = alternatives.some(({ conditions }) => conditions.some(({ path }) => path.startsWith("env.")));
  const isInside = comment.pos <= start && end <= comment.end;
  if (!isInside || !hasVariables || contractNameOf(analysis.context, module, types) !== undefined) return [];
  const values = freeName(fixing, "values");
  const named = nameContract(
    fixing,
    module,
    [{ name: "env", isType: false }],
    (name) => `const ${values} = env<${name}>();`,
  );
  if (!named) return [];
  const title = `Name the contract ${named.name}, and read its values`;
  return [{ name: "importspy-contract", title, edits: named.edits }];
}

/**
 * A refactoring for code without errors: `process.env.PORT` → the validated value.
 *
 * @param fixing - The file.
 * @param start - The start of the selection.
 * @param end - The end of the selection.
 */
export function rewriteValues(fixing: Fixing, start: number, end: number): Fix[] {
  const { analysis, file } = fixing;
  const { ts: typescript, syntaxOf } = analysis.context;
  const module = analysis.modules.byFile.get(file);
  if (!module || !isWritten(fixing, file)) return [];
  const isAccess = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
    typescript.isPropertyAccessExpression(node) || typescript.isElementAccessExpression(node);
  const read = findVariableReads(typescript, file, syntaxOf(file).values()).find(({ node: { parent } }) => {
    return isAccess(parent) && parent.getStart(file) <= start && end <= parent.end;
  });
  const declared = analysis.contractOf(module).alternatives?.flatMap(({ conditions }) => conditions) ?? [];
  if (!read || !declared.some(({ path }) => path === `env.${read.name}`)) return [];
  const { parent } = read.node;
  const value = typedValue(fixing, module, read.name, parent);
  if (!value) return [];
  const from = parent.getStart(file);
  const own = { fileName: file.fileName, start: from, length: parent.end - from, text: value.name };
  const title = `Read ${read.name} as the contract has validated it`;
  return [{ name: "importspy-typed", title, edits: [...value.edits, own] }];
}
