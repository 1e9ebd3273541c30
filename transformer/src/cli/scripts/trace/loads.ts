import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { createTextReader, propertiesOf, type Texts } from "../tools/strings.js";
import type { Load } from "./load.js";
import { createStarts } from "./starts.js";

/** The loads of a file. */
export interface Loading {
  readonly loads: readonly Load[];
  /** The strings of these properties, when the file calls a tool with them. */
  texts(properties: readonly string[]): Texts | undefined;
}

/** Calls that load a module, including those of test runners that bypass mocks. */
const REQUIRE =
  /^(?:require|(?:module\.)?createRequire\(.*\)|(?:vi|jest)\.(?:importActual|requireActual|requireMock|importMock))$/s;
/** How Vite loads files by pattern. */
const GLOB = /^import\.meta\.glob(?:Eager)?$/;

const isErased = (typescript: TypeScript, node: ts.ImportDeclaration | ts.ExportDeclaration) =>
  typescript.isImportDeclaration(node)
    ? node.importClause?.phaseModifier === typescript.SyntaxKind.TypeKeyword
    : node.isTypeOnly;

/**
 * Finds what a file loads and starts.
 *
 * @param typescript - The compiler.
 * @param file - The file, parsed with parent nodes.
 * @param cwd - The folder in which the program runs.
 */
export function readLoads(typescript: TypeScript, file: ts.SourceFile, cwd: string): Loading {
  const reader = createTextReader(typescript, file, cwd);
  const starts = createStarts(typescript, reader);
  const loads: Load[] = [];
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  const addTexts = (node: ts.Expression | undefined, what: string, make: (text: string) => Load): void => {
    const { texts, isOpen } = node ? reader.read(node) : { texts: [], isOpen: false };
    loads.push(...texts.map(make));
    if (isOpen && node) loads.push({ kind: "unknown", why: `what line ${lineOf(node)} ${what} is computed` });
  };
  const module = (specifier: string): Load => ({ kind: "module", specifier });

  const visitCall = (node: ts.CallExpression): void => {
    const { expression, arguments: args } = node;
    const text = expression.getText(file);
    const start = starts.ofCall(node);
    if (expression.kind === typescript.SyntaxKind.ImportKeyword) addTexts(args[0], "imports", module);
    else if (REQUIRE.test(text)) addTexts(args[0], "requires", module);
    else if (GLOB.test(text)) addTexts(args[0], "globs", (pattern) => ({ kind: "glob", pattern }));
    // `Bun` is a global, so there is no import to look for.
    else if (text === "Bun.build") loads.push({ kind: "bundle" });
    else if (start) loads.push(start);
  };

  /** A declaration that loads a module. Type-only declarations are erased and load nothing. */
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
      const handedOn =
        typescript.isIdentifier(node) || typescript.isTaggedTemplateExpression(node) ? starts.ofOther(node) : undefined;
      if (handedOn) loads.push(handedOn);
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
