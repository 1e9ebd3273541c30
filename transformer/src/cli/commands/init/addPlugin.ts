/**
 * Puts importspy's plugin into a configuration, or into a script that calls a bundler. Texts are inserted at places of
 * the syntax tree, so all else stays as it is.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import type { ProjectFiles } from "../../project/files.js";
import { type PluginPlace, pluginStateIn } from "../../scripts/tools/plugins.js";
import type { Finding } from "../doctor/findings.js";
import type { Change } from "./edits.js";

/** A text to insert. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

const NAME = "importspy";
const CALL = `${NAME}()`;

/** What stands behind `export default` or `module.exports =`. */
function exportedBy(typescript: TypeScript, file: ts.SourceFile): ts.Expression | undefined {
  for (const statement of file.statements) {
    if (typescript.isExportAssignment(statement)) return statement.expression;
    const expression = typescript.isExpressionStatement(statement) ? statement.expression : undefined;
    const isAssignment = expression && typescript.isBinaryExpression(expression);
    if (isAssignment && expression.left.getText(file) === "module.exports") return expression.right;
  }
  return undefined;
}

function constantsOf(typescript: TypeScript, file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const declarations = file.statements.flatMap((statement) =>
    typescript.isVariableStatement(statement) ? statement.declarationList.declarations : [],
  );
  return new Map(
    declarations.flatMap(({ name, initializer }) =>
      typescript.isIdentifier(name) && initializer ? [[name.text, initializer] as const] : [],
    ),
  );
}

/** The objects that a configuration is: behind `defineConfig()`, a function, a list or a name. */
function configsOf(
  typescript: TypeScript,
  constants: ReadonlyMap<string, ts.Expression>,
  node: ts.Expression | undefined,
): ts.ObjectLiteralExpression[] | undefined {
  if (!node) return undefined;
  const go = (inner: ts.Expression | undefined) => configsOf(typescript, constants, inner);
  if (typescript.isObjectLiteralExpression(node)) return [node];
  if (typescript.isParenthesizedExpression(node) || typescript.isSatisfiesExpression(node)) return go(node.expression);
  if (typescript.isAsExpression(node)) return go(node.expression);
  if (typescript.isIdentifier(node)) return go(constants.get(node.text));
  if (typescript.isCallExpression(node)) return node.arguments.length === 1 ? go(node.arguments[0]) : undefined;
  if (typescript.isArrayLiteralExpression(node)) {
    const all = node.elements.map(go);
    return all.every((each) => each !== undefined) ? all.flat() : undefined;
  }
  if (!typescript.isArrowFunction(node)) return undefined;
  if (!typescript.isBlock(node.body)) return go(node.body);
  const last = node.body.statements.at(-1);
  return last && typescript.isReturnStatement(last) ? go(last.expression) : undefined;
}

function objectsWith(typescript: TypeScript, file: ts.SourceFile, names: readonly string[]) {
  const found: ts.ObjectLiteralExpression[] = [];
  const visit = (node: ts.Node): void => {
    const isIt = (each: ts.ObjectLiteralElementLike) => names.includes(each.name?.getText(file) ?? "");
    if (typescript.isObjectLiteralExpression(node) && node.properties.some(isIt)) found.push(node);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The spaces before the first thing in a line. */
const indentAt = (text: string, at: number) => /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1))![0];

/** Inserts a first member: on a line of its own where the members are on lines. */
function insertFirst(file: ts.SourceFile, open: number, first: ts.Node | undefined, member: string): Insertion {
  const { text } = file;
  const start = first?.getStart(file);
  const between = start === undefined ? "" : text.slice(open, start);
  const isOnLines = between.includes("\n");
  if (start === undefined) return { at: open, text: member };
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { at: start, text: isOnLines ? `${member},${eol}${indentAt(text, start)}` : `${member}, ` };
}

/** What puts the plugin into one object; `undefined` where it is not plain how. */
function insertionFor(
  typescript: TypeScript,
  file: ts.SourceFile,
  constants: ReadonlyMap<string, ts.Expression>,
  object: ts.ObjectLiteralExpression,
  list: string,
): Insertion | undefined {
  const { properties } = object;
  const own = properties.find((each) => each.name?.getText(file).replace(/^["']|["']$/g, "") === list);
  if (!own) {
    // What is spread may have plugins of its own.
    if (properties.some(typescript.isSpreadAssignment)) return undefined;
    const padding = properties.length ? "" : " ";
    const member = `${padding}${list}: [${CALL}]${padding}`;
    return insertFirst(file, object.getStart(file) + 1, properties[0], member);
  }
  const given = typescript.isPropertyAssignment(own) ? own.initializer : own.name;
  const value = given && typescript.isIdentifier(given) ? constants.get(given.text) : given;
  if (!value || !typescript.isArrayLiteralExpression(value)) return undefined;
  return insertFirst(file, value.getStart(file) + 1, value.elements[0], CALL);
}

/** The line that loads the plugin, as the file loads others. */
function loadingLine(typescript: TypeScript, file: ts.SourceFile, host: string): Insertion {
  const { text, statements } = file;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const imports = statements.filter(typescript.isImportDeclaration);
  const isEsm = typescript.isExternalModule(file) || /\.[cm]?ts$|\.mjs$/.test(file.fileName);
  const quote = /["']/.exec(imports[0]?.moduleSpecifier.getText(file) ?? text)?.[0] ?? '"';
  const end = imports.length && !imports[0]!.getText(file).endsWith(";") ? "" : ";";
  const specifier = `${quote}@importspy/transformer/${host}${quote}`;
  const line = isEsm ? `import ${NAME} from ${specifier}${end}` : `const ${NAME} = require(${specifier});`;
  const last = imports.at(-1);
  if (last) return { at: last.end, text: eol + line };
  const [first] = statements;
  const isDirective = first && typescript.isExpressionStatement(first) && typescript.isStringLiteral(first.expression);
  if (isDirective) return { at: first.end, text: eol + line };
  return { at: first?.getStart(file) ?? text.length, text: line + eol };
}

/**
 * Adds the plugin.
 *
 * @param typescript - The compiler; only its parser is used.
 * @param fileName - The configuration or the script.
 * @param text - Its text.
 * @param place - How the bundler takes plugins.
 * @param host - The entry of `@importspy/transformer`.
 * @returns The text with the plugin in each build; `undefined` where it is not plain how to do that.
 */
function addPlugin(
  typescript: TypeScript,
  fileName: string,
  text: string,
  place: PluginPlace,
  host: string,
): string | undefined {
  const parse = (content: string) =>
    typescript.createSourceFile(fileName, content, typescript.ScriptTarget.Latest, true);
  const file = parse(text);
  if (new RegExp(`\\b${NAME}\\b`).test(text)) return undefined;
  const constants = constantsOf(typescript, file);
  const named = objectsWith(typescript, file, place.entries ?? []);
  const objects = named.length ? named : configsOf(typescript, constants, exportedBy(typescript, file));
  if (!objects?.length) return undefined;
  const insertions = objects.map((each) => insertionFor(typescript, file, constants, each, place.list));
  if (insertions.some((each) => each === undefined)) return undefined;
  const all = [...(insertions as Insertion[]), loadingLine(typescript, file, host)];
  const distinct = [...new Map(all.map((each) => [each.at, each])).values()].sort((a, b) => b.at - a.at);
  const after = distinct.reduce((now, each) => now.slice(0, each.at) + each.text + now.slice(each.at), text);
  return pluginStateIn(typescript, parse(after), place) === "used" ? after : undefined;
}

/**
 * The configurations and scripts that get the plugin, because doctor misses it there.
 *
 * @param typescript - The compiler; only its parser is used.
 * @param files - Reads them.
 * @param findings - What doctor finds.
 * @returns Their changes; one that cannot be changed safely has none, and stays with doctor's finding.
 */
export function pluginChanges(
  typescript: TypeScript,
  files: ProjectFiles,
  findings: readonly Finding[],
): readonly Change[] {
  const missing = new Map(findings.flatMap(({ plugin }) => (plugin ? [[plugin.fileName, plugin] as const] : [])));
  return [...missing.values()].flatMap(({ fileName, place, host }) => {
    const before = files.read(fileName) ?? "";
    const after = addPlugin(typescript, fileName, before, place, host);
    return after === undefined ? [] : [{ fileName, before, after }];
  });
}
