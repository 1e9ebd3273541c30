import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { bind, createScope, createVariable, internalChecker, setParent } from "../compiler/compiler.js";

/** The name of a module's type contains a path of this machine: `typeof import("/machine/path", …)`. */
const MODULE_TYPE = /typeof import\("[^"]*"(?:, \{[^)]*\})?\)/g;

function rename(chain: ts.DiagnosticMessageChain, name: string): ts.DiagnosticMessageChain {
  const { next, messageText, ...rest } = chain;
  const renamed = messageText.replace(MODULE_TYPE, () => `typeof import("${name}")`);
  return { ...rest, messageText: renamed, ...(next && { next: next.map((each) => rename(each, name)) }) };
}

/**
 * TypeScript's own explanation why the exports of a module are not assignable to a type. It checks a file of its own
 * with the text `const $i0: typeof $expected = $actual`.
 *
 * @param context - The program.
 * @param name - The name of the module in the explanation.
 * @param actual - The type of the module's exports.
 * @param expected - The type that they are not assignable to.
 */
export function explainMismatch(
  { ts, options, checker }: Context,
  name: string,
  actual: ts.Type,
  expected: ts.Type,
): ts.DiagnosticMessageChain[] {
  const text = "const $i0: typeof $expected = $actual";
  const file = ts.createSourceFile(`/importspy/${name}`, text, ts.ScriptTarget.Latest, true);
  bind(ts, file, options);
  const variables = Object.entries({ $expected: expected, $actual: actual });
  const scope = createScope(
    ts,
    file,
    variables.map(([variable, type]) => [variable as ts.__String, createVariable(ts, variable, type)]),
  );
  const statement = file.statements[0]!;
  setParent(statement, scope);
  const found = internalChecker(checker).getDiagnostics(file, undefined, [statement]);
  return found
    .filter((diagnostic) => diagnostic.file === file)
    .map(({ messageText, category, code }) =>
      rename(typeof messageText === "string" ? { messageText, category, code } : messageText, name),
    );
}
