import type ts from "typescript";
import type { TypeScript } from "../../compiler.js";
import { createTextReader, propertiesOf, type TextReader, type Texts } from "./strings.js";

/** What a file loads or starts. */
export type Load =
  | { readonly kind: "module"; readonly specifier: string }
  /** Vite's `import.meta.glob`. */
  | { readonly kind: "glob"; readonly pattern: string }
  /** A worker or a process of Node.js: a path, or a file URL. */
  | { readonly kind: "file"; readonly name: string }
  /** A program, as a text of the shell. */
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "unknown"; readonly why: string };

/** A file, as far as it says what it loads. */
export interface Loading {
  readonly loads: readonly Load[];
  /** The texts at properties of these names, when it calls a tool with them. */
  texts(properties: readonly string[]): Texts | undefined;
}

/** Calls that load a module: those of test runners, too, that pass by what they replace. */
const REQUIRE =
  /^(?:require|(?:module\.)?createRequire\(.*\)|(?:vi|jest)\.(?:importActual|requireActual|requireMock|importMock))$/s;
/** Vite's way to load files by a pattern. */
const GLOB = /^import\.meta\.glob(?:Eager)?$/;

const STARTERS = new Set(["exec", "execSync", "spawn", "spawnSync", "execFile", "execFileSync", "fork"]);

const quote = (text: string) => (/^[\w./:=@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The names that a file has for what `node:child_process` exports, and for the module itself. */
function childProcessNames(
  typescript: TypeScript,
  file: ts.SourceFile,
): { readonly starters: Map<string, string>; readonly modules: Set<string> } {
  const starters = new Map<string, string>();
  const modules = new Set<string>();
  const isIt = (node: ts.Expression | undefined) =>
    node && typescript.isStringLiteralLike(node) && /^(?:node:)?child_process$/.test(node.text);
  const addPattern = (name: ts.BindingName) => {
    if (typescript.isIdentifier(name)) modules.add(name.text);
    else if (typescript.isObjectBindingPattern(name)) {
      for (const { name: local, propertyName } of name.elements) {
        if (typescript.isIdentifier(local)) starters.set(local.text, (propertyName ?? local).getText(file));
      }
    }
  };
  const visit = (node: ts.Node): void => {
    if (typescript.isImportDeclaration(node) && isIt(node.moduleSpecifier)) {
      const { name, namedBindings } = node.importClause ?? {};
      if (name) modules.add(name.text);
      if (namedBindings && typescript.isNamespaceImport(namedBindings)) modules.add(namedBindings.name.text);
      if (namedBindings && typescript.isNamedImports(namedBindings)) {
        for (const each of namedBindings.elements) starters.set(each.name.text, (each.propertyName ?? each.name).text);
      }
    }
    if (typescript.isImportEqualsDeclaration(node) && typescript.isExternalModuleReference(node.moduleReference)) {
      if (isIt(node.moduleReference.expression)) modules.add(node.name.text);
    }
    if (typescript.isVariableDeclaration(node) && node.initializer) {
      const call = typescript.isAwaitExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (typescript.isCallExpression(call) && isIt(call.arguments[0])) addPattern(node.name);
    }
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return { starters, modules };
}

/** What a call of `spawn("node", ["dist/main.js"])` starts. */
function startOf(typescript: TypeScript, reader: TextReader, name: string, args: readonly ts.Expression[]): Load {
  const [first, second] = args;
  const unknown: Load = { kind: "unknown", why: "it starts a program whose name is computed" };
  const { texts, isOpen } = first ? reader.read(first) : { texts: [], isOpen: true };
  if (isOpen || texts.length !== 1) return unknown;
  if (name === "fork") return { kind: "file", name: texts[0]! };
  if (name.startsWith("exec") && !name.startsWith("execFile")) return { kind: "command", text: texts[0]! };
  const list = second && typescript.isArrayLiteralExpression(second) ? reader.read(second) : undefined;
  if (second && typescript.isArrayLiteralExpression(second) && list?.isOpen) return unknown;
  // With `shell: true` the first text is a whole command.
  const program = list ? quote(texts[0]!) : texts[0]!;
  return { kind: "command", text: [program, ...(list?.texts ?? []).map(quote)].join(" ") };
}

const isErased = (typescript: TypeScript, node: ts.ImportDeclaration | ts.ExportDeclaration) =>
  typescript.isImportDeclaration(node)
    ? node.importClause?.phaseModifier === typescript.SyntaxKind.TypeKeyword
    : node.isTypeOnly;

/**
 * Reads off a file what it loads and starts.
 *
 * @param typescript - The compiler.
 * @param file - The file, parsed with its parents.
 * @param cwd - The folder that the program runs in.
 */
export function readLoads(typescript: TypeScript, file: ts.SourceFile, cwd: string): Loading {
  const reader = createTextReader(typescript, file, cwd);
  const { starters, modules } = childProcessNames(typescript, file);
  const loads: Load[] = [];
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  const addTexts = (node: ts.Expression | undefined, what: string, make: (text: string) => Load): void => {
    const { texts, isOpen } = node ? reader.read(node) : { texts: [], isOpen: false };
    loads.push(...texts.map(make));
    if (isOpen && node) loads.push({ kind: "unknown", why: `what line ${lineOf(node)} ${what} is computed` });
  };
  const module = (specifier: string): Load => ({ kind: "module", specifier });

  /** The function of `node:child_process` that is called. */
  const starterOf = (expression: ts.Expression): string | undefined => {
    if (typescript.isIdentifier(expression)) return starters.get(expression.text);
    const isMember =
      typescript.isPropertyAccessExpression(expression) && modules.has(expression.expression.getText(file));
    return isMember ? expression.name.text : undefined;
  };

  const visitCall = ({ expression, arguments: args }: ts.CallExpression): void => {
    const text = expression.getText(file);
    const starter = starterOf(expression);
    if (expression.kind === typescript.SyntaxKind.ImportKeyword) addTexts(args[0], "imports", module);
    else if (REQUIRE.test(text)) addTexts(args[0], "requires", module);
    else if (GLOB.test(text)) addTexts(args[0], "globs", (pattern) => ({ kind: "glob", pattern }));
    else if (starter !== undefined && STARTERS.has(starter)) loads.push(startOf(typescript, reader, starter, args));
  };

  /** `promisify(exec)`: what it starts is said elsewhere. */
  const visitName = (node: ts.Identifier): void => {
    const { parent } = node;
    const isCalled = typescript.isCallExpression(parent) && parent.expression === node;
    const isDeclared =
      typescript.isImportSpecifier(parent) ||
      typescript.isBindingElement(parent) ||
      typescript.isPropertyAccessExpression(parent) ||
      typescript.isPropertyAssignment(parent);
    if (STARTERS.has(starters.get(node.text) ?? "") && !isCalled && !isDeclared)
      loads.push({ kind: "unknown", why: "it starts programs" });
  };

  /** A declaration that loads a module; what is erased loads none. */
  const visitImport = (node: ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportEqualsDeclaration): void => {
    if (!typescript.isImportEqualsDeclaration(node)) {
      if (node.moduleSpecifier && !isErased(typescript, node)) addTexts(node.moduleSpecifier, "imports", module);
    } else if (typescript.isExternalModuleReference(node.moduleReference) && !node.isTypeOnly) {
      addTexts(node.moduleReference.expression, "requires", module);
    }
  };

  const visit = (node: ts.Node): void => {
    const { isImportDeclaration, isExportDeclaration, isImportEqualsDeclaration } = typescript;
    if (isImportDeclaration(node) || isExportDeclaration(node) || isImportEqualsDeclaration(node)) visitImport(node);
    else if (!typescript.isTypeNode(node) || typescript.isExpressionWithTypeArguments(node)) {
      if (typescript.isCallExpression(node)) visitCall(node);
      if (typescript.isNewExpression(node) && /(?:^|\.)Worker$/.test(node.expression.getText(file))) {
        addTexts(node.arguments?.[0], "starts as a worker", (name) => ({ kind: "file", name }));
      }
      if (typescript.isIdentifier(node)) visitName(node);
      typescript.forEachChild(node, visit);
    }
  };
  visit(file);

  return {
    loads,
    texts: (properties) => {
      const found = propertiesOf(typescript, file).filter(({ way }) =>
        properties.some((property) => way.endsWith(`.${property}`)),
      );
      if (!found.length) return undefined;
      const read = found.map(({ value }) => reader.read(value));
      return { texts: read.flatMap(({ texts }) => texts), isOpen: read.some(({ isOpen }) => isOpen) };
    },
  };
}
