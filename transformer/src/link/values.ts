import path from "node:path";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { internalFile, parentOf, unwrap } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import type { ManifestFinder } from "../discover/identity.js";

/** A function of importspy whose calls become calls of the sidecar. */
export type Answered = "env" | "importers" | "load";

/** The uses of a function of importspy in a file. */
export interface CallUses {
  /** `env<Contract>()` */
  readonly calls: readonly ts.CallExpression[];
  /** Uses other than calls: `const read = env`. Also `importspy["env"]`, which nobody needs to write. */
  readonly others: readonly ts.Node[];
}

const NONE: CallUses = { calls: [], others: [] };

/** The declaration files of these functions in importspy. */
const DECLARED_IN: Readonly<Record<Answered, RegExp>> = {
  env: /\/dist\/env\/env\.d\.[cm]?ts$/,
  importers: /\/dist\/importers\/importers\.d\.[cm]?ts$/,
  load: /\/dist\/load\/load\.d\.[cm]?ts$/,
};

/**
 * Makes a finder of the uses of a function of importspy. It identifies the function by type, since it may be imported
 * through other files. Files that neither import importspy nor have a contract are skipped.
 *
 * @param context - The program.
 * @param findManifest - Finds package.json files.
 * @param answered - The function.
 */
export function createCallFinder(
  context: Context,
  findManifest: ManifestFinder,
  answered: Answered,
): (file: ts.SourceFile, isContracted: boolean) => CallUses {
  const { ts } = context;

  const isDeclaration = (node: ts.Node) => {
    const { fileName } = node.getSourceFile();
    if (!ts.isFunctionDeclaration(node) || !DECLARED_IN[answered].test(fileName)) return false;
    return findManifest(path.posix.dirname(path.posix.dirname(fileName)))?.content.name === "importspy";
  };
  const isAnswered = (name: ts.Node) =>
    (context.checker.getTypeAtLocation(name).symbol?.declarations ?? []).some(isDeclaration);

  /** The local names of the function. Imports and destructuring may rename it. */
  const namesIn = (file: ts.SourceFile) => {
    const names = new Set<string>([answered]);
    walk(ts, file, (node) => {
      const isRenaming = ts.isImportSpecifier(node) || (ts.isBindingElement(node) && node.propertyName);
      if (isRenaming && ts.isIdentifier(node.name) && isAnswered(node.name)) names.add(node.name.text);
    });
    return names;
  };

  const isDeclared = ({ parent }: ts.Identifier) =>
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isBindingElement(parent) ||
    (ts.isFunctionDeclaration(parent) && parent.body === undefined) ||
    ts.isTypeQueryNode(parent);

  return (file, isContracted) => {
    const isImporting = internalFile(file).imports?.some(({ text }) => text === "importspy");
    if (!(isContracted || isImporting) || !file.text.includes(answered)) return NONE;
    const names = namesIn(file);
    const calls: ts.CallExpression[] = [];
    const others: ts.Node[] = [];
    walk(ts, file, (node) => {
      const isNamed = ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression);
      if (isNamed && node.argumentExpression.text === answered && isAnswered(node)) others.push(node);
      if (!ts.isIdentifier(node) || !names.has(node.text) || isDeclared(node) || !isAnswered(node)) return;
      const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      const access = isMember ? node.parent : node;
      const parent = parentOf(ts, access);
      if (ts.isCallExpression(parent) && unwrap(ts, parent.expression) === access) calls.push(parent);
      else others.push(access);
    });
    return { calls, others };
  };
}
