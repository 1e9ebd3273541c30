/** What a condition of a sidecar asks for, as data that can be written and compared. */
import { createHash } from "node:crypto";
import type { Condition } from "../contract.js";
import { exportsText } from "../load/words.js";
import { exportsType } from "./exportsText.js";
import { shapeText } from "./shapeText.js";
import { type ConditionType, EMPTY, readMembers, type ValueMember } from "./types.js";

const literalMember = (literal: string): ValueMember => ({ ...EMPTY, base: "string", literal });

/**
 * Known properties. `secret` adds nothing: the validator already refuses an empty text. `default` does not narrow the
 * type.
 */
const KNOWN = new Set([
  ...["path", "expected", "optional", "readings", "literals", "is", "range", "oneOf", "secret", "default"],
]);

/** The author's text of a range. The compiler may reorder the members of a union, so they are sorted here. */
const rangeOf = ({ expected = "", range }: Condition) =>
  range?.some((set) => set.includes(""))
    ? "*"
    : expected
        .split(/\s*\|\|\s*/)
        .sort()
        .join(" || ");

/**
 * What a condition asks for.
 *
 * @param condition - The condition, from a sidecar.
 * @param validators - The validators of its contract, as JavaScript.
 */
export function typeOf(condition: Condition, validators: readonly (string | undefined)[]): ConditionType {
  const { literals, is, range, oneOf, readings = 1, list, json } = condition;
  const others = Object.entries(condition).filter(([name]) => !KNOWN.has(name));
  if (list && others.length === 1) {
    const { literals: words, is: test, readings: ways = 1, separator } = list;
    const members = words ? words.map(literalMember) : readMembers(validators[test!] ?? "", ways);
    if (members) return { kind: "list", members, separator };
  }
  if (json && others.length === 1) return { kind: "json", text: shapeText(json, validators) };
  if (condition.shape && others.length === 1) {
    const exports = exportsType(condition.shape, validators);
    if (exports !== undefined) return { kind: "package", range: rangeOf(condition), exports };
    // The words do not show what classes and objects contain, so a short hash of the shape is added.
    const inside = createHash("sha256").update(JSON.stringify(condition.shape)).digest("hex").slice(0, 6);
    const text = `Package<${JSON.stringify(rangeOf(condition))}, ${exportsText(condition.shape)}> #${inside}`;
    return { kind: "unknown", text };
  }
  if (!others.length) {
    if (range) return { kind: "range", range: rangeOf(condition) };
    if (oneOf) {
      const members = oneOf.map((member) =>
        member.map((each) => ({
          name: each.path.replace(/^runtime\./, ""),
          range: rangeOf(each),
          optional: each.optional ?? false,
        })),
      );
      return { kind: "runtimes", members };
    }
    if (literals) return { kind: "values", members: literals.map(literalMember) };
    const members = readMembers(validators[is!] ?? "", readings);
    if (members) return { kind: "values", members };
  }
  const { path: _, optional: __, default: ___, ...rest } = condition;
  // The index of a validator means nothing on its own, so its text stands in.
  const textOf = (key: string, value: unknown) =>
    key === "is" && typeof value === "number" ? (validators[value] ?? "") : value;
  return { kind: "unknown", text: JSON.stringify(rest, textOf) };
}
