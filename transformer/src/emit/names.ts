import type ts from "typescript";
import { type TypeScript, withinStack } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";

/** The names to which the types in a node refer: `A` for `A<B>`, `A.C` and `typeof A`. */
function namesIn(typescript: TypeScript, node: ts.Node): Set<string> {
  const names = new Set<string>();
  const first = (name: ts.EntityName): string => (typescript.isIdentifier(name) ? name.text : first(name.left));
  walk(typescript, node, (each) => {
    if (typescript.isTypeReferenceNode(each)) names.add(first(each.typeName));
    else if (typescript.isTypeQueryNode(each) && !typescript.isImportTypeNode(each.exprName)) {
      names.add(first(each.exprName));
    } else if (typescript.isExpressionWithTypeArguments(each) && typescript.isIdentifier(each.expression)) {
      names.add(each.expression.text);
    }
  });
  return names;
}

/** The names that an import declares, each with the text of an import of it alone. */
function bindingsOf(typescript: TypeScript, { importClause, moduleSpecifier, attributes }: ts.ImportDeclaration) {
  const bindings = new Map<string, string>();
  const from = [moduleSpecifier.getText(), attributes?.getText()].filter(Boolean).join(" ");
  const add = (name: string, text: string) => bindings.set(name, `import type ${text} from ${from};`);
  const { name, namedBindings } = importClause ?? {};
  if (name) add(name.text, name.text);
  if (namedBindings && typescript.isNamespaceImport(namedBindings)) {
    add(namedBindings.name.text, `* as ${namedBindings.name.text}`);
  } else {
    for (const element of namedBindings?.elements ?? []) {
      const imported = element.propertyName ? `${element.propertyName.getText()} as ` : "";
      add(element.name.text, `{ ${imported}${element.name.text} }`);
    }
  }
  return bindings;
}

/** The names that a file declares at its top level, each with its text if a second file can declare it too. */
function declarationsOf(typescript: TypeScript, file: ts.SourceFile) {
  const declared = new Map<string, { readonly text: string; readonly node?: ts.Node } | undefined>();
  for (const statement of file.statements) {
    if (typescript.isImportDeclaration(statement)) {
      for (const [name, text] of bindingsOf(typescript, statement)) declared.set(name, { text });
    } else if (typescript.isTypeAliasDeclaration(statement) || typescript.isInterfaceDeclaration(statement)) {
      const text = statement.getText().replace(/^export\s+(?:default\s+)?/, "");
      declared.set(statement.name.text, { text, node: statement });
    } else if ("name" in statement && statement.name) {
      declared.set((statement.name as ts.Identifier).text, undefined);
    }
  }
  return declared;
}

/**
 * Finds declarations that a contract's type needs and that the declaration file lacks: type imports and types that are
 * not exported. TypeScript drops them when nothing else uses them.
 *
 * @param typescript - The compiler.
 * @param file - The contracted module.
 * @param types - The texts of its contract's types.
 * @param declarations - The text of the declaration file.
 * @returns The lines to append.
 */
export function lostDeclarations(
  typescript: TypeScript,
  file: ts.SourceFile,
  types: readonly string[],
  declarations: string,
): string[] {
  const parse = (text: string) =>
    typescript.createSourceFile("contract.d.ts", text, typescript.ScriptTarget.Latest, true);
  const known = declarationsOf(typescript, parse(declarations));
  const sources = declarationsOf(typescript, file);
  const lines: string[] = [];
  const wanted = new Set(
    types.flatMap((type) => withinStack(() => [...namesIn(typescript, parse(`type $i0=${type}`))]) ?? []),
  );
  // Names inside these declarations are needed too. A `for` loop over a Set also visits what is added during the loop.
  for (const name of wanted) {
    const source = sources.get(name);
    if (known.has(name) || !source) continue;
    lines.push(source.text);
    if (source.node) for (const inner of namesIn(typescript, source.node)) wanted.add(inner);
  }
  // Without an `export {}`, a declaration file exports all its declarations.
  return lines.length ? [...lines, "export {};"] : [];
}
