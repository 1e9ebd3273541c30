import MagicString, { type SourceMap } from "magic-string";

/** A statement of a module, as every parser of JavaScript describes it. */
interface Statement {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly source?: { readonly value?: unknown } | null;
}

/**
 * Moves the import of a module's sidecar before all others: compilers put the imports that they add themselves (of a JSX
 * runtime, of helpers) first.
 *
 * @param code - The module, compiled.
 * @param specifier - The specifier of its sidecar.
 * @param body - Its statements.
 * @returns `undefined` when it comes first already.
 * @public It is loaded when it is needed.
 */
export function moveToFront(
  code: string,
  specifier: string,
  body: readonly Statement[],
): { readonly code: string; readonly map: SourceMap } | undefined {
  const imports = body.filter(({ type, source }) => type.startsWith("Import") || (type.startsWith("Export") && source));
  const own = imports.find(({ source }) => source?.value === specifier);
  const [first] = imports;
  if (!own || !first || own === first) return undefined;
  const text = new MagicString(code);
  text.move(own.start, own.end, first.start);
  return { code: text.toString(), map: text.generateMap({ hires: "boundary" }) };
}
