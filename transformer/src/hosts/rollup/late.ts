import type { SourceMap } from "magic-string";
import type { AstNode } from "rollup";

/** The parts of a syntax tree that are looked at here. */
interface Node extends AstNode {
  readonly body?: readonly Node[];
  readonly declarations?: readonly { readonly id: Node; readonly init?: Node | null }[];
  readonly callee?: Node;
  readonly name?: string;
}

/**
 * Evaluates the CommonJS modules of a chunk at its end. Rolldown wraps them in functions, which it calls where the module
 * that imports them is evaluated: behind the verdicts that stand between.
 *
 * `var require_env = __commonJSMin(…);` → `var require_env = __commonJSMin(…); require_env();`
 *
 * @param code - The chunk.
 * @param parse - The bundler's parser.
 * @param modules - The CommonJS modules in it, in their order, each with whether an ES module imports it.
 * @returns `undefined` when there is nothing to call.
 */
export function callWrapped(
  code: string,
  parse: (code: string) => AstNode,
  modules: readonly { readonly isImported: boolean }[],
): { readonly code: string; readonly map: SourceMap } | undefined {
  if (!modules.some(({ isImported }) => isImported)) return undefined;
  const { body = [] } = parse(code) as Node;
  const wrappers = body
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ init }) => init?.type === "CallExpression" && init.callee?.name?.startsWith("__commonJS"))
    .map(({ id }) => id.name);
  // One wrapper a module, in the order of the modules; otherwise it is not known which is which.
  if (wrappers.length !== modules.length) return undefined;
  const calls = wrappers.filter((_, index) => modules[index]!.isImported).map((name) => `${name}();`);
  // Most chunks stay as they are.
  const { default: MagicString } = require("magic-string") as typeof import("magic-string");
  const text = new MagicString(code);
  text.append(`\n${calls.join("\n")}\n`);
  return { code: text.toString(), map: text.generateMap({ hires: "boundary" }) };
}
