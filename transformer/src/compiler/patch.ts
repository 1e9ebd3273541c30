/**
 * All changes to objects of the compiler go through this file. TypeScript has no hooks for them: what a program reports
 * and emits, how it resolves the imports in a comment, what a build reads.
 *
 * @module
 */

/**
 * Replaces a method of a program, a host or a system.
 *
 * @param target - The object to change.
 * @param name - The method. If the object has no such method, nothing happens.
 * @param replace - Makes the replacement from the original method, which is bound to its object.
 * @returns Restores the original method, unless other code has replaced it since.
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
