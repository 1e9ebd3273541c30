import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** A call that the sidecar answers, and which of its exports does. */
export interface AnsweredCall {
  readonly call: ts.CallExpression;
  readonly by: "$env" | "$importers";
}

/**
 * Matches the calls of `env<C>()` and `importers<C>()` that were planned for a file.
 *
 * @param typescript - The compiler.
 * @param planned - The calls.
 * @param isReparsed - Whether another transformer has parsed the file again: then calls are told by their place.
 */
export function createValueMatcher(
  typescript: TypeScript,
  planned: readonly AnsweredCall[],
  isReparsed: boolean,
): (call: ts.Node) => AnsweredCall["by"] | undefined {
  if (!isReparsed) {
    const known = new Map<ts.Node, AnsweredCall["by"]>(planned.map(({ call, by }) => [call, by]));
    return (call) => known.get(typescript.getOriginalNode(call));
  }
  const places = new Map(planned.map(({ call: { pos, end }, by }) => [`${pos} ${end}`, by]));
  return (call) => {
    const { pos, end } = typescript.getOriginalNode(call);
    return typescript.isCallExpression(call) ? places.get(`${pos} ${end}`) : undefined;
  };
}

/** Whether a file exports one of its names again: then the name has another use than the calls. */
function isExportedAgain(typescript: TypeScript, file: ts.SourceFile, name: string): boolean {
  return file.statements.some(
    (statement) =>
      typescript.isExportDeclaration(statement) &&
      !statement.moduleSpecifier &&
      statement.exportClause !== undefined &&
      typescript.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some((each) => (each.propertyName ?? each.name).text === name),
  );
}

/**
 * Takes `env` and `importers` out of the imports of a file in which every call of them is replaced, so that nothing is loaded for it.
 *
 * `import { env, ContractViolationError } from "importspy"`  →  `import { ContractViolationError } from "importspy"`
 *
 * @param typescript - The compiler.
 * @param factory - Makes the nodes.
 * @param file - The file, before TypeScript's own transformers.
 * @param planned - The calls that are replaced.
 */
export function dropImports(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  file: ts.SourceFile,
  planned: readonly AnsweredCall[],
): ts.SourceFile {
  const dropped = new Set(planned.map(({ by }) => by.slice(1)));
  const isDropped = ({ propertyName, name }: ts.ImportSpecifier) =>
    dropped.has((propertyName ?? name).text) && !isExportedAgain(typescript, file, name.text);
  const statements = file.statements.flatMap((statement): readonly ts.Statement[] => {
    if (!typescript.isImportDeclaration(statement)) return [statement];
    const { importClause: clause, moduleSpecifier } = statement;
    const isOurs = typescript.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === "importspy";
    const bindings = clause?.namedBindings;
    if (!isOurs || clause?.isTypeOnly || !bindings || !typescript.isNamedImports(bindings)) return [statement];
    const kept = bindings.elements.filter((each) => !isDropped(each));
    if (kept.length === bindings.elements.length) return [statement];
    if (kept.every(({ isTypeOnly }) => isTypeOnly) && !clause.name) return [];
    const named = factory.updateNamedImports(bindings, kept);
    const updated = factory.updateImportClause(clause, clause.phaseModifier, clause.name, named);
    return [
      factory.updateImportDeclaration(statement, statement.modifiers, updated, moduleSpecifier, statement.attributes),
    ];
  });
  if (
    statements.length === file.statements.length &&
    statements.every((each, index) => each === file.statements[index])
  )
    return file;
  return factory.updateSourceFile(file, typescript.setTextRange(factory.createNodeArray(statements), file.statements));
}
