import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** A call that becomes a call of the sidecar, and the name of the sidecar's export. */
export interface AnsweredCall {
  readonly call: ts.CallExpression;
  readonly by: "$env" | "$importers" | "$load";
  /** For `load<T>()`: the index of the call in the file. */
  readonly number?: number;
}

/**
 * Makes the matcher of planned `env<C>()`, `importers<C>()` and `load<T>()` calls.
 *
 * @param typescript - The compiler.
 * @param planned - The calls.
 * @param isReparsed - Whether another transformer reparsed the file. Then calls are matched by position.
 */
export function createValueMatcher(
  typescript: TypeScript,
  planned: readonly AnsweredCall[],
  isReparsed: boolean,
): (call: ts.Node) => AnsweredCall | undefined {
  if (!isReparsed) {
    const known = new Map<ts.Node, AnsweredCall>(planned.map((each) => [each.call, each]));
    return (call) => known.get(typescript.getOriginalNode(call));
  }
  const places = new Map(planned.map((each) => [`${each.call.pos} ${each.call.end}`, each]));
  return (call) => {
    const { pos, end } = typescript.getOriginalNode(call);
    return typescript.isCallExpression(call) ? places.get(`${pos} ${end}`) : undefined;
  };
}

/** Whether a file re-exports one of its local names. Then the name has another use than the calls. */
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
 * Removes `env`, `importers` and `load` from the imports of a file in which all calls of them are replaced, so that the
 * import does not load anything.
 *
 * `import { env, ContractViolationError } from "importspy"`  →  `import { ContractViolationError } from "importspy"`
 *
 * @param typescript - The compiler.
 * @param factory - Makes the nodes.
 * @param file - The file, before TypeScript's own transformers.
 * @param planned - The calls that are replaced.
 * @param isUsed - Whether a name is used as a value. TypeScript does not elide names of an import that a transformer
 *   changed.
 */
export function dropImports(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  file: ts.SourceFile,
  planned: readonly AnsweredCall[],
  isUsed: (specifier: ts.ImportSpecifier) => boolean,
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
    const others = bindings.elements.filter((each) => !isDropped(each));
    if (others.length === bindings.elements.length) return [statement];
    const kept = others.filter((each) => !each.isTypeOnly && isUsed(each));
    if (!kept.length && !clause.name) return [];
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
