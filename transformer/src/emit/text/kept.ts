/**
 * Decides by syntax alone which imports the host's compiler keeps, as compilers of single files do (esbuild, swc, oxc).
 *
 * @module
 */
import type ts from "typescript";
import { memoize, once } from "../../analysis/memoize.js";
import { bind, type TypeScript } from "../../compiler/compiler.js";
import { walk } from "../../compiler/walk.js";
import { createNames } from "../../link/assigned.js";
import { type Binding, bindingsOf, isTypeOnly, type StaticImport } from "./syntax.js";

/** The options that decide whether an import is kept. */
export interface Keeping {
  /** Every import is kept, except type-only imports. */
  readonly keepsUnused: boolean;
  /** Types in decorated classes are used at run time (`emitDecoratorMetadata`). */
  readonly hasDecoratorMetadata: boolean;
  /** The name that JSX syntax uses implicitly, such as `React`. */
  readonly jsxFactory: string | undefined;
}

/** Whether an identifier is not a use of a value: a declared name, a property name, a label. */
function isMereName(typescript: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  if (typescript.isPropertyAccessExpression(parent)) return parent.name === node;
  if (typescript.isImportSpecifier(parent) || typescript.isImportClause(parent)) return true;
  if (typescript.isImportEqualsDeclaration(parent)) return parent.name === node;
  if (typescript.isExportSpecifier(parent)) return parent.propertyName !== undefined && parent.name === node;
  if (typescript.isShorthandPropertyAssignment(parent)) return false;
  if (typescript.isBindingElement(parent)) return parent.initializer !== node;
  if (typescript.isBreakOrContinueStatement(parent) || typescript.isLabeledStatement(parent))
    return parent.label === node;
  return "name" in parent && parent.name === node;
}

/** Whether a node is erased with the types: `implements`, type-only exports, `declare …`. */
function isErased(typescript: TypeScript, node: ts.Node): boolean {
  if (typescript.isExpressionWithTypeArguments(node)) {
    const { parent } = node;
    if (!typescript.isHeritageClause(parent)) return false;
    return !(parent.token === typescript.SyntaxKind.ExtendsKeyword && typescript.isClassLike(parent.parent));
  }
  if (typescript.isTypeNode(node)) return true;
  if (typescript.isTypeAliasDeclaration(node) || typescript.isInterfaceDeclaration(node)) return true;
  if (typescript.isExportDeclaration(node) || typescript.isExportSpecifier(node)) return node.isTypeOnly;
  if (!typescript.canHaveModifiers(node)) return false;
  return typescript.getModifiers(node)?.some(({ kind }) => kind === typescript.SyntaxKind.DeclareKeyword) ?? false;
}

/** The types that `emitDecoratorMetadata` emits for a class member: of parameters, return values, properties. */
function metadataOf(typescript: TypeScript, node: ts.Node): readonly ts.TypeNode[] {
  const isDecorated = (each: ts.Node): boolean =>
    typescript.canHaveDecorators(each) && (typescript.getDecorators(each)?.length ?? 0) > 0;
  const ofParameters = ({ parameters }: ts.SignatureDeclaration) => parameters.flatMap(({ type }) => type ?? []);
  const hasDecorators = (each: ts.SignatureDeclaration) => isDecorated(each) || each.parameters.some(isDecorated);
  if (typescript.isConstructorDeclaration(node))
    return isDecorated(node.parent) || hasDecorators(node) ? ofParameters(node) : [];
  if (typescript.isMethodDeclaration(node) || typescript.isAccessor(node))
    return hasDecorators(node) ? [...ofParameters(node), ...(node.type ? [node.type] : [])] : [];
  return typescript.isPropertyDeclaration(node) && node.type && isDecorated(node) ? [node.type] : [];
}

/** The identifiers that a file uses as values, by name. */
function readNames(typescript: TypeScript, file: ts.SourceFile, keeping: Keeping): Map<string, ts.Identifier[]> {
  const read = new Map<string, ts.Identifier[]>();
  const add = (name: ts.Identifier) => void read.set(name.text, [...(read.get(name.text) ?? []), name]);
  const addType = (type: ts.TypeNode) =>
    walk(typescript, type, (node) => {
      if (!typescript.isTypeReferenceNode(node)) return;
      let name = node.typeName;
      while (typescript.isQualifiedName(name)) name = name.left;
      add(name);
    });
  walk(typescript, file, (node) => {
    if (keeping.hasDecoratorMetadata) for (const type of metadataOf(typescript, node)) addType(type);
    if (isErased(typescript, node)) return false;
    if (typescript.isIdentifier(node) && !isMereName(typescript, node)) add(node);
    // `export { a } from "./m"` uses no name of this file.
    return !(typescript.isExportDeclaration(node) && node.moduleSpecifier);
  });
  return read;
}

/** Decides which static imports of a text are kept. */
export interface Keeper {
  /** Whether a declaration still loads its module after the host's compiler has run. */
  isKept(node: StaticImport): boolean;
  /** Whether it then still imports one of these names; `undefined` stands for all names. */
  keepsAny(node: StaticImport, asked: readonly (string | undefined)[]): boolean;
  /** Whether it has an empty list of values: `import {} from "x"`. Compilers handle this differently. */
  isEmpty(node: StaticImport): boolean;
}

/**
 * Makes the decision for a text.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param file - The parsed text, with parents.
 * @param keeping - The behaviour of the host's compiler; `undefined` for JavaScript, where all imports are kept.
 */
export function createKeeper(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  file: ts.SourceFile,
  keeping: Keeping | undefined,
): Keeper {
  const names = once(() => createNames(typescript, file, bind(typescript, file, options)));
  const read = once(() => readNames(typescript, file, keeping!));
  const hasJsx = once(() => {
    let found = false;
    walk(typescript, file, (node) => {
      found ||=
        typescript.isJsxElement(node) || typescript.isJsxSelfClosingElement(node) || typescript.isJsxFragment(node);
      return !found;
    });
    return found;
  });
  const isRead = memoize((local: ts.Identifier): boolean => {
    if (local.text === keeping?.jsxFactory && hasJsx()) return true;
    const own = names().lookUp(local);
    return (read().get(local.text) ?? []).some((each) => names().lookUp(each) === own);
  });
  const isExported = (node: StaticImport) =>
    typescript.isImportEqualsDeclaration(node) && (typescript.getModifiers(node)?.length ?? 0) > 0;
  const isUsed = (node: StaticImport, { local }: Binding) =>
    !keeping || keeping.keepsUnused || !local || isExported(node) || isRead(local);
  const isKept = (node: StaticImport): boolean => {
    if (isTypeOnly(typescript, node)) return false;
    if (!keeping || keeping.keepsUnused) return true;
    return bindingsOf(typescript, node)?.some((each) => isUsed(node, each)) ?? true;
  };
  return {
    isKept,
    keepsAny: (node, asked) =>
      isKept(node) &&
      (bindingsOf(typescript, node)?.some(
        (each) => (each.asked === undefined || asked.includes(each.asked)) && isUsed(node, each),
      ) ??
        true),
    isEmpty: (node) => bindingsOf(typescript, node)?.length === 0,
  };
}
