import type ts from "typescript";
import { bind, createScope, createVariable, internalChecker, setParent } from "../compiler.js";
import type { Context } from "../context.js";

/**
 * TypeScript's own explanation why a type is not assignable to another: the checker is given
 * `const $i0: typeof $expected = $actual`, in a file of its own.
 *
 * @param context - The program.
 * @param actual - The type that is not assignable.
 * @param expected - To this one.
 * @returns The lines below TypeScript's headline, if there are some.
 */
export function explainMismatch(
  { ts, options, checker }: Context,
  actual: ts.Type,
  expected: ts.Type,
): ts.DiagnosticMessageChain[] | undefined {
  const text = "const $i0: typeof $expected = $actual";
  const file = ts.createSourceFile("/importspy/explain.ts", text, ts.ScriptTarget.Latest, true);
  bind(ts, file, options);
  const variables = Object.entries({ $expected: expected, $actual: actual });
  const scope = createScope(
    ts,
    file,
    variables.map(([name, type]) => [name as ts.__String, createVariable(ts, name, type)]),
  );
  const statement = file.statements[0]!;
  setParent(statement, scope);
  const [found] = internalChecker(checker).getDiagnostics(file, undefined, [statement]);
  return found && typeof found.messageText === "object" ? found.messageText.next : undefined;
}
