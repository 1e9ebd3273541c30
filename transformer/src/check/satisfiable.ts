/**
 * Finds conditions that no environment can meet, and alternatives that other alternatives already cover.
 *
 * @module
 */
import { formatType, type LockedAlternative, type Term } from "importspy/dist/artifacts.cjs";
import type { Context } from "../analysis/context.js";
import type { CheckedAlternative, Span } from "../analysis/model.js";
import { branchesOf } from "../compare/alternatives.js";
import { findConflict } from "../compare/conflicts.js";
import { findCovered } from "../compare/covering.js";

/** A condition in the syntax of contracts: `os: "win32"`, `runtime: { node: ">=20" }`. */
export function describeTerm({ path, type, optional }: Term): string {
  const [field, ...rest] = path.split(".");
  const name = rest.join(".");
  const text = type.kind === "range" && type.range === "*" && field === "runtime" ? "true" : formatType(type);
  const key = /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
  const mark = optional ? "?" : "";
  return name ? `'${field}: { ${key}${mark}: ${text} }'` : `'${field}${mark}: ${text}'`;
}

const WORDS: ReadonlySet<string> = new Set(["os", "arch", "libc"]);

const REASONS: Readonly<Record<string, string>> = {
  libc: "only Linux has a C library that a contract can ask for",
  os: "only Linux has a C library that a contract can ask for",
};

/** Where a condition is written, also inside a union of runtimes. */
export function spanFor({ conditions, span }: CheckedAlternative, { path }: Term): Span {
  const inner = conditions.flatMap((each) => [each, ...(each.oneOf?.flat() ?? [])]);
  return inner.find((each) => each.path === path)?.span ?? span;
}

/** A quick test that excludes most contracts: only `libc` with `os`, or several runtimes, can exclude each other. */
function mayConflict({ conditions }: CheckedAlternative): boolean {
  const isOf = (name: string) => conditions.some(({ path }) => path === name);
  const runtimes = conditions.filter(({ path }) => path.startsWith("runtime"));
  return (isOf("os") && isOf("libc")) || runtimes.length > 1 || runtimes.some(({ oneOf }) => oneOf);
}

/**
 * Splits an alternative for several systems into one for each, since different alternatives may cover them.
 *
 * `{ os: "linux" | "darwin" }` → `{ os: "linux" }`, `{ os: "darwin" }`
 */
function splitWords(alternative: LockedAlternative): readonly LockedAlternative[] {
  const { terms } = alternative;
  const term = terms.find(({ path, type }) => WORDS.has(path) && type.kind === "values" && type.members.length > 1);
  if (term?.type.kind !== "values") return [alternative];
  return term.type.members.flatMap((member) => {
    const single: Term = { ...term, type: { kind: "values", members: [member] } };
    return splitWords({ ...alternative, terms: terms.map((each) => (each === term ? single : each)) });
  });
}

/**
 * Reports conditions that no environment can meet, and alternatives that others cover.
 *
 * @param context - Receives the diagnostics, at the condition or at the alternative's type.
 * @param alternatives - The alternatives of the contract.
 * @param readTerms - Reads the conditions of its alternatives as data.
 * @param readsValues - Whether its module reads values. Then the order counts: the first alternative that admits gives
 *   them.
 */
export function checkSatisfiable(
  { report }: Context,
  alternatives: readonly CheckedAlternative[],
  readTerms: () => readonly LockedAlternative[] | undefined,
  readsValues: boolean,
): void {
  if (alternatives.length < 2 && !alternatives.some(mayConflict)) return;
  const terms = readTerms();
  if (!terms) return;
  let isImpossible = false;
  terms.forEach((alternative, index) => {
    const branches = branchesOf(alternative).map((branch) => ({ ...branch, terms: [...branch.terms.values()] }));
    for (const branch of branches) {
      const conflict = findConflict(branch, branch);
      if (!conflict) continue;
      isImpossible = true;
      const { left, right } = conflict;
      const reason = REASONS[left.path] ?? "a program runs in one of the two";
      report("neverTogether", spanFor(alternatives[index]!, right), describeTerm(left), describeTerm(right), reason);
    }
  });
  if (isImpossible) return;
  for (const { index, by } of findCovered(terms, splitWords, readsValues)) {
    const name = by === undefined ? undefined : `alternative ${by + 1}`;
    const admits = name ? `${name} admits` : "the others admit";
    report("coveredAlternative", alternatives[index]!.span, index + 1, admits, name ?? "them");
  }
}
