import type MagicString from "magic-string";
import type ts from "typescript";
import { type TypeScript, unwrap } from "../../compiler/compiler.js";
import { walk } from "../../compiler/walk.js";
import type { AnsweredCall } from "../values.js";

/** The name of a callee: `env` for `env()`, `importspy.env()` and `(0, importspy_1.env)()`. */
function calleeOf(typescript: TypeScript, expression: ts.Expression): string | undefined {
  const callee = unwrap(typescript, expression);
  const isSequence =
    typescript.isBinaryExpression(callee) && callee.operatorToken.kind === typescript.SyntaxKind.CommaToken;
  if (isSequence) return calleeOf(typescript, callee.right);
  if (typescript.isPropertyAccessExpression(callee)) return callee.name.text;
  return typescript.isIdentifier(callee) ? callee.text : undefined;
}

/** The calls of a file by the names of their callees, without arguments unless `withArguments` has the name. */
function callsOf(
  typescript: TypeScript,
  file: ts.SourceFile,
  names: ReadonlySet<string>,
  withArguments: ReadonlySet<string>,
): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  walk(typescript, file, (node) => {
    if (!typescript.isCallExpression(node)) return;
    const name = calleeOf(typescript, node.expression);
    if (name !== undefined && (node.arguments.length ? withArguments : names).has(name)) calls.push(node);
  });
  return calls;
}

/**
 * Finds the planned calls of `env<C>()`, `importers<C>()` and `load<T>()` in a text of their file. It counts the calls
 * of the same names in both texts.
 *
 * @param typescript - The compiler.
 * @param source - The file as the program has it.
 * @param text - The file as the host has it.
 * @param planned - The calls.
 * @returns The calls in the text; `undefined` when the number of calls differs.
 */
export function pairValues(
  typescript: TypeScript,
  source: ts.SourceFile,
  text: ts.SourceFile,
  planned: readonly AnsweredCall[],
): readonly AnsweredCall[] | undefined {
  if (!planned.length) return [];
  // In CommonJS, an import that was renamed is called by its exported name: `importspy_1.env()`.
  const namesOf = (calls: readonly AnsweredCall[]) =>
    new Set([
      ...calls.map(({ by }) => by.slice(1)),
      ...calls.flatMap(({ call }) => calleeOf(typescript, call.expression) ?? []),
    ]);
  const names = namesOf(planned);
  const withArguments = namesOf(planned.filter(({ number }) => number !== undefined));
  const inSource = callsOf(typescript, source, names, withArguments);
  const inText = callsOf(typescript, text, names, withArguments);
  if (inSource.length !== inText.length) return undefined;
  return planned.map((each) => ({ ...each, call: inText[inSource.indexOf(each.call)]! }));
}

/**
 * `env<Contract>()` → `importspy_1.$env()`, `load<Plugin>("./x.js")` → `importspy_1.$load(0, "./x.js")`
 *
 * @param text - The text.
 * @param calls - The calls in it.
 * @param guard - The local name of the file's sidecar.
 */
export function editValues(text: MagicString, calls: readonly AnsweredCall[], guard: string): void {
  for (const { call, by, number } of calls) {
    const [first] = call.arguments;
    if (number === undefined) text.overwrite(call.getStart(), call.end, `${guard}.${by}()`);
    // The arguments stay, since they may contain further calls to replace.
    else text.overwrite(call.getStart(), first ? first.getFullStart() : call.end - 1, `${guard}.${by}(${number}, `);
  }
}
