/**
 * The fingerprint of a function: the words of it that a minifier keeps.
 *
 * @module
 */
import type ts from "typescript";
import { once } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { livingParts } from "./living.js";
import { isFunc } from "./script.js";
import { importedName, isOfModule, isUse, usedBy } from "./uses.js";
import type { Values } from "./value.js";
import { wordsOf } from "./words.js";

/** The words of a function. */
export interface Fingerprint {
  /** Those of the function itself. */
  readonly own: ReadonlySet<string>;
  /** With those of everything that it uses: collected only for the few functions whose own words are the right ones. */
  whole(): Whole;
}

interface Whole {
  readonly all: ReadonlySet<string>;
  /** The words of each function within it, and of each function that it uses. */
  readonly parts: readonly ReadonlySet<string>[];
}

/**
 * Collects the words of a function, and of everything that it uses.
 *
 * @param wordsOfExternal - The words of a function that importspy exports, and that the bundle does not hold.
 */
export function fingerprintOf(
  typescript: TypeScript,
  values: Values,
  start: ts.Node,
  wordsOfExternal: (name: string) => Iterable<string>,
): Fingerprint {
  const all = new Set<string>();
  const known = new Set<ts.Node>();
  const uses: ts.Expression[] = [];
  /** The words of each function; those of a function count for the functions around it, too. */
  const parts = new Map<ts.Node, Set<string>>();
  const note = (node: ts.Node, word: string) => {
    all.add(word);
    for (let each: ts.Node | undefined = node; each; each = each.parent) parts.get(each)?.add(word);
  };
  const collect = (root: ts.Node) => {
    const rest = [root];
    for (let node = rest.pop(); node; node = rest.pop()) {
      if (known.has(node)) continue;
      known.add(node);
      const named = typescript.isCallExpression(node) && values.namedBy(node);
      if (named) {
        rest.push(named);
        continue;
      }
      // A minifier inlines functions where they are called, also in a constructor.
      if (isFunc(typescript, node) || typescript.isConstructorDeclaration(node)) parts.set(node, new Set());
      if (isOfModule(typescript, values, node)) {
        uses.push(node);
        continue;
      }
      for (const word of wordsOf(typescript, node)) note(node, word);
      if (typescript.isIdentifier(node) && isUse(typescript, node)) {
        uses.push(node);
        // `existsSync` of an import is `fs.existsSync` elsewhere.
        for (const word of importedName(typescript, values, node)) note(node, word);
      }
      rest.push(...livingParts(typescript, node));
    }
  };
  collect(start);
  const own = new Set(all);
  const whole = once((): Whole => {
    for (let name = uses.pop(); name; name = uses.pop()) {
      const used = usedBy(typescript, values, name);
      if ("external" in used) for (const word of wordsOfExternal(used.external)) all.add(word);
      else for (const node of used) collect(node);
    }
    return { all, parts: [...parts.values()] };
  });
  return { own, whole };
}

/** Whether a function has all the words of ours, and none of its own beside them. */
export function matches(fingerprint: Fingerprint, ours: Fingerprint): boolean {
  if (!includes(fingerprint.own, ours.own)) return false;
  const { all, parts } = ours.whole();
  if (!includes(all, fingerprint.own)) return false;
  const theirs = fingerprint.whole();
  const isThere = (part: ReadonlySet<string>) => theirs.parts.some((each) => includes(each, part));
  return includes(theirs.all, all) && parts.every(isThere);
}

/** Asked for each function of a bundle, so that it makes no array of what it compares. */
export function includes(all: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  for (const word of some) if (!all.has(word)) return false;
  return true;
}
