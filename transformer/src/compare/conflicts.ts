/** Finds pairs of conditions that exclude each other in every environment. */
import type { Term, ValueMember } from "importspy/dist/artifacts.cjs";
import { branchesOf } from "./alternatives.js";
import { excludesVersions } from "./ranges.js";
import { rangeOf, withEmpty } from "./terms.js";
import { excludesValues } from "./values.js";

/** Two conditions that no environment meets together. */
export interface Conflict {
  readonly left: Term;
  readonly right: Term;
}

/** Runtimes that exclude each other. A test may emulate a page in Node.js, so `node` and `browser` do not. */
const ALONE = ["bun", "deno", "workerd"];
const FOREIGN = ["bun", "deno", "workerd", "edge-light"];
const NATIVE = ["node", "browser", "electron"];

function excludesRuntimes(left: string, right: string): boolean {
  const [first, second] = [left, right].map((path) => path.slice("runtime.".length)) as [string, string];
  const isPair = (some: readonly string[], others: readonly string[]) =>
    some.includes(first) && others.includes(second);
  return isPair(FOREIGN, NATIVE) || isPair(NATIVE, FOREIGN) || (first !== second && isPair(ALONE, ALONE));
}

/** Only Linux has a `libc` in the sense of a contract. */
function excludesLibc(libc: Term, { type }: Term): boolean {
  const isLinux = ({ literal }: ValueMember) => literal === "linux";
  return !libc.optional && type.kind === "values" && !type.members.some(isLinux);
}

/** Whether two conditions on the same fact exclude each other. */
function excludesFacts(left: Term, right: Term): boolean {
  if (left.optional && right.optional) return false;
  const [type, other] = [left.type, right.type];
  if (type.kind === "values" && other.kind === "values") {
    return excludesValues(withEmpty(left, type.members), withEmpty(right, other.members));
  }
  const [range, otherRange] = [rangeOf(type), rangeOf(other)];
  return range !== undefined && otherRange !== undefined && excludesVersions(range, otherRange);
}

/** Whether two conditions exclude each other. */
function excludes(left: Term, right: Term): boolean {
  if (left.path === right.path) return excludesFacts(left, right);
  if (left.path === "libc" && right.path === "os") return excludesLibc(left, right);
  if (left.path === "os" && right.path === "libc") return excludesLibc(right, left);
  const areRuntimes = [left, right].every(({ path, optional }) => path.startsWith("runtime.") && !optional);
  return areRuntimes && excludesRuntimes(left.path, right.path);
}

/** The part of an alternative that is compared. */
type Asking = Parameters<typeof branchesOf>[0];

/**
 * Finds out why no environment meets two alternatives together.
 *
 * @param left - One alternative.
 * @param right - The other, or the same one.
 * @returns Two conditions that exclude each other; `undefined` when both may hold, or when that is not known.
 */
export function findConflict(left: Asking, right: Asking): Conflict | undefined {
  const others = branchesOf(right).map(({ terms }) => [...terms.values()]);
  const found = branchesOf(left).flatMap(({ terms }) =>
    others.map((each): Conflict | undefined => {
      for (const term of terms.values()) {
        const other = each.find((candidate) => excludes(term, candidate));
        if (other) return { left: term, right: other };
      }
      return undefined;
    }),
  );
  return found.every((conflict) => conflict !== undefined) ? found[0] : undefined;
}
