import type { CompilerOptions } from "./compiler.js";

/** External types that become imports at the top of a file, so they are evaluated before all guards in it. */
const HOISTED = /^module(?:-import)?$/;
/** `require` at the place of the import. */
const IN_PLACE = "node-commonjs";

type Result = (error: unknown, value?: unknown, type?: string) => void;

/** `"module pg"` → `"node-commonjs pg"` */
function inPlace(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/^module(?:-import)? /, `${IN_PLACE} `);
  if (typeof value === "function") return inPlaceBy(value as (...values: unknown[]) => unknown);
  if (Array.isArray(value)) return value.map(inPlace);
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inPlace(each)]));
}

/** The same for a function, which passes its result to a callback or returns a promise. */
function inPlaceBy(decide: (...values: unknown[]) => unknown) {
  const typeOf = (type: string | undefined) => (type !== undefined && HOISTED.test(type) ? IN_PLACE : type);
  const wrap =
    (result: Result): Result =>
    (error, value, type) =>
      result(error, inPlace(value), typeOf(type));
  const last = (values: unknown[]) => {
    const result = values.at(-1);
    return typeof result === "function" ? [...values.slice(0, -1), wrap(result as Result)] : values;
  };
  // The number of parameters tells whether the function uses a callback.
  if (decide.length === 3) return (a: unknown, b: unknown, c: unknown) => decide(...last([a, b, c]));
  if (decide.length === 2) return (a: unknown, b: unknown) => decide(...last([a, b]));
  return async (given: unknown) => inPlace(await decide(given));
}

/**
 * Makes external modules load at the place of their import, in ES module output for Node.js.
 *
 * @param options - The compiler options, with all defaults applied.
 */
export function loadExternalsInPlace(options: CompilerOptions): void {
  if (!options.output.module || !options.externalsPresets?.node) return;
  if (options.externalsType !== undefined && HOISTED.test(options.externalsType)) options.externalsType = IN_PLACE;
  options.externals = inPlace(options.externals);
}
