import { isBuiltin } from "node:module";

/** `fs` and `node:fs` are one module; `node:test` has no name without the scheme. */
export function withoutScheme(name: string): string {
  const plain = name.replace(/^node:/, "");
  return isBuiltin(plain) ? plain : name;
}

/**
 * The longest pattern in `declare module "…"` that a specifier matches.
 *
 * @param names - Names of declared modules; those with one `*` are patterns, as for TypeScript.
 * @param specifier - `legacy/a.js`, which matches `legacy/*`.
 */
export function patternFor(names: Iterable<string>, specifier: string): string | undefined {
  const fits = (pattern: string) => {
    const [head, tail, ...more] = pattern.split("*");
    const isPattern = tail !== undefined && !more.length && specifier.length >= pattern.length - 1;
    return isPattern && specifier.startsWith(head!) && specifier.endsWith(tail);
  };
  const [longest] = [...names].filter(fits).sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  return longest;
}
