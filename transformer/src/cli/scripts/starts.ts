import type ts from "typescript";
import type { TypeScript } from "../../compiler.js";
import type { Load } from "./load.js";
import type { TextReader } from "./strings.js";

/** Functions of `node:child_process`. */
const STARTERS = new Set(["exec", "execSync", "spawn", "spawnSync", "execFile", "execFileSync", "fork"]);
/** Stands for a computed part of a command: a variable, as the shell has them. */
const COMPUTED = "$COMPUTED";

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

/** Tells which programs a file starts. */
export interface Starts {
  /** What a call starts; `undefined` when it starts nothing. */
  ofCall(node: ts.CallExpression): Load | undefined;
  /** What is started where a function is handed on (`promisify(exec)`), or by Bun's shell. */
  ofOther(node: ts.Identifier | ts.TaggedTemplateExpression): Load | undefined;
}

/**
 * Reads off a file which programs it starts.
 *
 * @param typescript - The compiler.
 * @param reader - Reads the texts of the file.
 */
export function createStarts(typescript: TypeScript, reader: TextReader): Starts {
  const { file } = reader;
  const { starters, modules } = childProcessNames(typescript, file);

  /** A text, where computed parts stay open. */
  const readText = (node: ts.Expression): string => {
    const { texts, isOpen } = reader.read(node);
    if (!isOpen && texts.length === 1) return texts[0]!;
    if (!typescript.isTemplateExpression(node)) return COMPUTED;
    const spans = node.templateSpans.map(({ expression, literal }) => readText(expression) + literal.text);
    return node.head.text + spans.join("");
  };
  const readWord = (node: ts.Expression): string => {
    const text = readText(node);
    return text.includes(COMPUTED) ? `"${text}"` : quote(text);
  };
  /** The arguments behind the program: a list, a computed one, or none where options stand. */
  const readList = (node: ts.Expression | undefined): string[] => {
    if (!node || typescript.isObjectLiteralExpression(node) || typescript.isFunctionLike(node)) return [];
    if (typescript.isArrayLiteralExpression(node)) return node.elements.map(readWord);
    const { texts, isOpen } = reader.read(node);
    return isOpen ? [COMPUTED] : texts.map(quote);
  };
  const command = (words: readonly string[]): Load => ({ kind: "command", text: words.join(" ") });

  const startOf = (name: string, [first, second]: readonly ts.Expression[]): Load => {
    const text = first ? readText(first) : COMPUTED;
    if (name === "fork") {
      return text.includes(COMPUTED)
        ? { kind: "unknown", why: "what it forks is computed" }
        : { kind: "file", name: text };
    }
    // `exec`, and `spawn` with `shell: true`, take a whole command.
    const list = readList(second);
    return command([list.length && first ? readWord(first) : text, ...list]);
  };

  const starterOf = (expression: ts.Expression): string | undefined => {
    if (typescript.isIdentifier(expression)) return starters.get(expression.text);
    if (!typescript.isPropertyAccessExpression(expression)) return undefined;
    return modules.has(expression.expression.getText(file)) ? expression.name.text : undefined;
  };

  return {
    ofCall: ({ expression, arguments: args }) => {
      const text = expression.getText(file);
      if (text === "Bun.spawn" || text === "Bun.spawnSync") return command(readList(args[0]));
      const starter = starterOf(expression);
      return starter !== undefined && STARTERS.has(starter) ? startOf(starter, args) : undefined;
    },
    ofOther: (node) => {
      if (typescript.isTaggedTemplateExpression(node)) {
        if (!/^(?:Bun\.)?\$$/.test(node.tag.getText(file))) return undefined;
        const { template } = node;
        return command([typescript.isTemplateExpression(template) ? readText(template) : template.text]);
      }
      if (!STARTERS.has(starters.get(node.text) ?? "")) return undefined;
      const { parent } = node;
      const isCalled = typescript.isCallExpression(parent) && parent.expression === node;
      const isDeclared =
        typescript.isImportSpecifier(parent) ||
        typescript.isBindingElement(parent) ||
        typescript.isPropertyAccessExpression(parent) ||
        typescript.isPropertyAssignment(parent);
      return isCalled || isDeclared ? undefined : { kind: "unknown", why: "it starts programs" };
    },
  };
}
