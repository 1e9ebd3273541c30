/**
 * The one place where anything of the compiler is changed. TypeScript has no hooks where these are needed: what a program
 * reports, what it emits, how it resolves the imports of a comment, what a build reads.
 *
 * @module
 */

/**
 * Puts a function in the place of a method of a program, a host or a system.
 *
 * @param target - The object, which is changed.
 * @param name - The method. Where the object has none, nothing happens.
 * @param replace - Makes the function; it is given the method as it was, bound to its object.
 * @returns Gives the method back, unless somebody else has changed it since.
 * @example
 * ```ts
 * const restore = patch(program, "emit", (emit) => (...args) => count(emit(...args)));
 * ```
 */
export function patch<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  replace: (original: NonNullable<Target[Name]>) => NonNullable<Target[Name]>,
): () => void {
  const original = target[name];
  if (typeof original !== "function") return () => undefined;
  const replacement = replace(original.bind(target) as NonNullable<Target[Name]>);
  target[name] = replacement;
  return () => {
    if (target[name] === replacement) target[name] = original;
  };
}
