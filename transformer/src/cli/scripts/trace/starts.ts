import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import type { TextReader } from "../tools/strings.js";
import type { Load } from "./load.js";

/** What a function starts: a program with arguments, a whole command, or a module for Node.js. */
type Style = "program" | "command" | "module";

const PROGRAMS = (names: string) => names.split(" ").map((name) => [name, "program"] as const);
const COMMANDS = (names: string) => names.split(" ").map((name) => [name, "command"] as const);

/** Modules that start programs, and their functions. `default` is the module itself. */
const MODULES: Readonly<Record<string, ReadonlyMap<string, Style>>> = {
  child_process: new Map([
    ...PROGRAMS("spawn spawnSync execFile execFileSync"),
    ...COMMANDS("exec execSync"),
    ["fork", "module"],
  ]),
  execa: new Map([
    ...PROGRAMS("execa execaSync default"),
    ...COMMANDS("execaCommand execaCommandSync"),
    ["execaNode", "module"],
  ]),
  "cross-spawn": new Map(PROGRAMS("default spawn sync")),
  "nano-spawn": new Map(PROGRAMS("default")),
  tinyexec: new Map(PROGRAMS("x exec")),
  shelljs: new Map(COMMANDS("exec")),
  zx: new Map(),
  "zx/globals": new Map(),
};

/** Packages that start programs. The started programs are followed. */
export const STARTING: ReadonlySet<string> = new Set(Object.keys(MODULES));

/** Replaces a computed part of a command. It is written like a shell variable. */
const COMPUTED = "$COMPUTED";

const quote = (text: string) => (/^[\w./:=@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The local names of functions that start programs, and of their modules. */
interface StartingNames {
  readonly functions: ReadonlyMap<string, Style>;
  readonly modules: ReadonlyMap<string, ReadonlyMap<string, Style>>;
}

function startingNames(typescript: TypeScript, file: ts.SourceFile): StartingNames {
  const functions = new Map<string, Style>();
  const modules = new Map<string, ReadonlyMap<string, Style>>();
  const moduleOf = (node: ts.Expression | undefined) =>
    node && typescript.isStringLiteralLike(node) ? MODULES[node.text.replace(/^node:/, "")] : undefined;
  const add = (local: string, imported: string, module: ReadonlyMap<string, Style>) => {
    const style = module.get(imported);
    if (style) functions.set(local, style);
    if (imported === "default") modules.set(local, module);
  };
  const visit = (node: ts.Node): void => {
    if (typescript.isImportDeclaration(node)) {
      const module = moduleOf(node.moduleSpecifier);
      const { name, namedBindings } = node.importClause ?? {};
      if (module && name) add(name.text, "default", module);
      if (module && namedBindings && typescript.isNamespaceImport(namedBindings))
        modules.set(namedBindings.name.text, module);
      if (module && namedBindings && typescript.isNamedImports(namedBindings)) {
        for (const each of namedBindings.elements) add(each.name.text, (each.propertyName ?? each.name).text, module);
      }
    }
    if (typescript.isImportEqualsDeclaration(node) && typescript.isExternalModuleReference(node.moduleReference)) {
      const module = moduleOf(node.moduleReference.expression);
      if (module) add(node.name.text, "default", module);
    }
    // `const { exec } = require("child_process")`, `await import("node:child_process")`
    if (typescript.isVariableDeclaration(node) && node.initializer) {
      const call = typescript.isAwaitExpression(node.initializer) ? node.initializer.expression : node.initializer;
      const module = typescript.isCallExpression(call) ? moduleOf(call.arguments[0]) : undefined;
      if (module && typescript.isIdentifier(node.name)) add(node.name.text, "default", module);
      if (module && typescript.isObjectBindingPattern(node.name)) {
        for (const { name, propertyName } of node.name.elements) {
          if (typescript.isIdentifier(name)) add(name.text, (propertyName ?? name).getText(file), module);
        }
      }
    }
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return { functions, modules };
}

/** Finds the programs that a file starts. */
export interface Starts {
  /** What a call starts; `undefined` when it starts nothing. */
  ofCall(node: ts.CallExpression): Load | undefined;
  /** The program when the function is passed on (`promisify(exec)`), or for Bun's shell. */
  ofOther(node: ts.Identifier | ts.TaggedTemplateExpression): Load | undefined;
}

/**
 * Creates a finder for the programs that a file starts.
 *
 * @param typescript - The compiler.
 * @param reader - Reads the strings of the file.
 */
export function createStarts(typescript: TypeScript, reader: TextReader): Starts {
  const { file } = reader;
  const { functions, modules } = startingNames(typescript, file);

  /** The text of an expression. Computed parts are replaced. */
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
  /** The arguments after the program: a list, a computed list, or none when options follow directly. */
  const readList = (node: ts.Expression | undefined): string[] => {
    if (!node || typescript.isObjectLiteralExpression(node) || typescript.isFunctionLike(node)) return [];
    if (typescript.isArrayLiteralExpression(node)) return node.elements.map(readWord);
    const { texts, isOpen } = reader.read(node);
    return isOpen ? [COMPUTED] : texts.map(quote);
  };
  const command = (words: readonly string[]): Load => ({ kind: "command", text: words.join(" ") });

  const startOf = (style: Style, [first, second]: readonly ts.Expression[]): Load => {
    const text = first ? readText(first) : COMPUTED;
    if (style === "module") {
      return text.includes(COMPUTED)
        ? { kind: "unknown", why: "what it starts is computed" }
        : { kind: "file", name: text };
    }
    // With `shell: true`, `spawn` also accepts a whole command.
    const list = style === "program" ? readList(second) : [];
    return command([list.length && first ? readWord(first) : text, ...list]);
  };

  const styleOf = (expression: ts.Expression): Style | undefined => {
    if (typescript.isIdentifier(expression)) return functions.get(expression.text);
    if (!typescript.isPropertyAccessExpression(expression)) return undefined;
    return modules.get(expression.expression.getText(file))?.get(expression.name.text);
  };

  return {
    ofCall: ({ expression, arguments: args }) => {
      const text = expression.getText(file);
      if (text === "Bun.spawn" || text === "Bun.spawnSync") return command(readList(args[0]));
      const style = styleOf(expression);
      return style && startOf(style, args);
    },
    ofOther: (node) => {
      if (typescript.isTaggedTemplateExpression(node)) {
        if (!/^(?:Bun\.)?\$$/.test(node.tag.getText(file))) return undefined;
        const { template } = node;
        return command([typescript.isTemplateExpression(template) ? readText(template) : template.text]);
      }
      if (!functions.has(node.text)) return undefined;
      const { parent } = node;
      const isCalled = typescript.isCallExpression(parent) && parent.expression === node;
      const isDeclared =
        typescript.isImportSpecifier(parent) ||
        typescript.isImportClause(parent) ||
        typescript.isBindingElement(parent) ||
        typescript.isVariableDeclaration(parent) ||
        typescript.isImportEqualsDeclaration(parent) ||
        typescript.isPropertyAccessExpression(parent) ||
        typescript.isPropertyAssignment(parent);
      return isCalled || isDeclared ? undefined : { kind: "unknown", why: "it starts programs" };
    },
  };
}
