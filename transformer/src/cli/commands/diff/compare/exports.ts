/**
 * Compares types of importers' exports with TypeScript's assignability: exports of the old type must be assignable to
 * the new type.
 *
 * @module
 */
import type ts from "typescript";
import type { CompareExports } from "../../../../compare/importers.js";
import type { TypeScript } from "../../../../compiler/compiler.js";

const FILE = "/exports.ts";

/** A program with two types and the standard library. */
function createProgram(typescript: TypeScript, text: string): ts.Program {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, types: [], lib: ["lib.es2022.d.ts"] };
  const host = typescript.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, target, ...rest) =>
    name === FILE ? typescript.createSourceFile(name, text, target) : getSourceFile.call(host, name, target, ...rest);
  // A type must not depend on files of this machine.
  const isLibrary = (name: string) => /\/lib\.[\w.]+\.d\.ts$/.test(name);
  const { fileExists } = host;
  host.fileExists = (name) => name === FILE || (isLibrary(name) && fileExists.call(host, name));
  return typescript.createProgram([FILE], options, host);
}

/** Standard library types without optional members and without `any`. */
const STRICT = new Set("Array Date Map Promise ReadonlyArray ReadonlyMap ReadonlySet RegExp Set Uint8Array".split(" "));

/**
 * Whether a type makes assignability non-transitive: A is assignable to B and B to C, but A is not assignable to C.
 * `any` and method parameters are compared in both directions. An optional member, or a member of an index signature,
 * may be missing in B and wrong in A.
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
 * Creates a function that compares types of exports. It loads the compiler only for types that differ. Types with names
 * from outside the standard library cannot be compared, because a lock file does not contain their definitions.
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
    // An importer whose exports have exactly the old type would be refused.
    if (!checker.isTypeAssignableTo(old, current)) return "no";
    return [first, second].some(({ type }) => isLoose(typescript, type)) ? "unknown" : "yes";
  };
}
