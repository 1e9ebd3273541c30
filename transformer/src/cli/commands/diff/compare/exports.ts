/**
 * Types of importers' exports, by TypeScript's own assignability: an importer that has exports of the old type must have such of
 * the new one.
 *
 * @module
 */
import type ts from "typescript";
import type { CompareExports } from "../../../../compare/importers.js";
import type { TypeScript } from "../../../../compiler/compiler.js";

const FILE = "/exports.ts";

/** A program of two types and the declarations of JavaScript. */
function createProgram(typescript: TypeScript, text: string): ts.Program {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, types: [], lib: ["lib.es2022.d.ts"] };
  const host = typescript.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, target, ...rest) =>
    name === FILE ? typescript.createSourceFile(name, text, target) : getSourceFile.call(host, name, target, ...rest);
  // A type that names a file is not looked up on this machine.
  const isLibrary = (name: string) => /\/lib\.[\w.]+\.d\.ts$/.test(name);
  const { fileExists } = host;
  host.fileExists = (name) => name === FILE || (isLibrary(name) && fileExists.call(host, name));
  return typescript.createProgram([FILE], options, host);
}

/** Types of JavaScript without members that are optional or `any`. */
const STRICT = new Set("Array Date Map Promise ReadonlyArray ReadonlyMap ReadonlySet RegExp Set Uint8Array".split(" "));

/**
 * What makes assignability no chain: A may be assignable to B and B to C, and A not to C. `any` and parameters of methods
 * are compared either way; a member that is optional, or named by an index, may be missing in B and wrong in A.
 */
function isLoose(typescript: TypeScript, type: ts.Node): boolean {
  const { SyntaxKind } = typescript;
  const visit = (node: ts.Node): boolean => {
    if (node.kind === SyntaxKind.AnyKeyword || node.kind === SyntaxKind.QuestionToken) return true;
    if (typescript.isMethodSignature(node) && node.parameters.length) return true;
    if (typescript.isIndexSignatureDeclaration(node) || typescript.isMappedTypeNode(node)) return true;
    if (typescript.isTypeReferenceNode(node) && !STRICT.has(node.typeName.getText())) return true;
    if (typescript.isConditionalTypeNode(node) || typescript.isTypeQueryNode(node)) return true;
    return typescript.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(type);
}

/**
 * Makes a comparer of types of exports. The compiler is loaded for the first two that differ. Types that are made of
 * other names than those of JavaScript cannot be compared: a lock file does not say what these are.
 *
 * @param load - Loads the compiler.
 */
export function createExportsComparer(load: () => TypeScript): CompareExports {
  return (inner, outer) => {
    const typescript = load();
    const program = createProgram(typescript, `type Inner = ${inner};\ntype Outer = ${outer};\nexport {};\n`);
    const file = program.getSourceFile(FILE)!;
    const types = file.statements.filter(typescript.isTypeAliasDeclaration);
    const [first, second, ...others] = types;
    const isAlone = first && second && !others.length && file.statements.length === 3;
    if (!isAlone || program.getSyntacticDiagnostics(file).length || program.getSemanticDiagnostics(file).length)
      return "unknown";
    const checker = program.getTypeChecker();
    const [old, current] = [first, second].map(({ type }) => checker.getTypeFromTypeNode(type)) as [ts.Type, ts.Type];
    // Exports that are just of the old type are refused.
    if (!checker.isTypeAssignableTo(old, current)) return "no";
    return [first, second].some(({ type }) => isLoose(typescript, type)) ? "unknown" : "yes";
  };
}
