/** The reasons for verdicts, in words. */
import { formatType, type Term } from "importspy/dist/artifacts.cjs";
import type { Containment } from "../../../../compare/answer.js";
import type { Fact } from "../../../../compare/terms.js";
import type { Change } from "./change.js";

type Verdict = Pick<Change, "level" | "isUnknown">;

/** `env.PORT` → `PORT` */
const nameOf = (path: string) => path.replace(/^(?:env|packages)\./, "");

/** A text as Markdown code. The text may contain backticks. */
export function code(text: string): string {
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = /^`|`$/.test(text) ? " " : "";
  return fence + space + text + space + fence;
}

const typeText = ({ type }: Term) => code(formatType(type));

/** An example of a fact that is refused now. It is invented, never taken from an environment. */
function exampleOf({ witnesses, exports }: Containment<Fact>): string {
  if (exports?.isMissing) return `a package without ${code(exports.place)}`;
  if (exports) return exports.place ? `a package with another ${code(exports.place)}` : "a package with other exports";
  const [shortest] = witnesses
    .filter((witness) => witness !== undefined)
    .sort((a, b) => Number(!a) - Number(!b) || a.length - b.length);
  if (shortest === undefined) return "some of what it may be";
  const shown = shortest.length > 40 ? `${shortest.slice(0, 40)}…` : shortest;
  return shortest === "" ? "an empty text" : code(JSON.stringify(shown));
}

const subject = (path: string) => (path.startsWith("packages.") ? "do not have it" : "do not set it");

function describeNew(path: string, after: Term, { level }: Verdict, forward: Containment<Fact>): string {
  const name = code(nameOf(path));
  if (level !== "major") return `${name} is named and may be anything: nobody is refused for it`;
  if (!after.optional && (path.startsWith("env.") || path.startsWith("packages.")))
    return `${name} was not asked for and is required as ${typeText(after)}: importers that ${subject(path)} are refused`;
  const refused = after.optional ? `${exampleOf(forward)} is refused` : "all others are refused";
  return `${name} was not asked for and must be ${typeText(after)}: ${refused}`;
}

function describeChanged(
  path: string,
  before: Term,
  after: Term,
  verdict: Verdict,
  forward: Containment<Fact>,
): string {
  const name = code(nameOf(path));
  const change = `${name} was ${typeText(before)} and is ${typeText(after)}`;
  if (verdict.isUnknown) return `${change}: whether it refuses what it admitted cannot be told`;
  if (before.optional && !after.optional)
    return `${name} was optional and is required: importers that ${subject(path)} are refused`;
  if (verdict.level === "major") return `${change}: ${exampleOf(forward)} is refused`;
  if (verdict.level === "patch") return `${change}: the same is admitted`;
  const isRelaxed = !before.optional && after.optional && typeText(before) === typeText(after);
  return isRelaxed ? `${name} was required and is optional: more is admitted` : `${change}: more is admitted`;
}

/** The effect of another default. */
export function describeFallback(path: string, before: Term, after: Term): string {
  const [old, current] = [before, after].map(({ fallback }) =>
    fallback === undefined ? "none" : code(JSON.stringify(fallback)),
  );
  return `the default of ${code(nameOf(path))} was ${old} and is ${current}: nobody is refused for it`;
}

/** The effect of a changed condition. */
export function describeTerm(
  path: string,
  before: Term | undefined,
  after: Term | undefined,
  verdict: Verdict,
  forward: Containment<Fact>,
): string {
  if (before && after) return describeChanged(path, before, after, verdict, forward);
  if (after && verdict.isUnknown)
    return `${code(nameOf(path))} is asked for as ${typeText(after)}: whether it refuses anything cannot be told`;
  return after
    ? describeNew(path, after, verdict, forward)
    : `${code(nameOf(path))} is not asked for any more: more is admitted`;
}

const listOf = (terms: readonly Term[]) =>
  terms.length ? code(terms.map((term) => `${term.path}: ${formatType(term.type)}`).join("; ")) : "any runtime";

const meaning = ({ level, isUnknown }: Verdict, narrowed: string) => {
  if (isUnknown) return "whether it refuses what it admitted cannot be told";
  return { major: narrowed, minor: "more is admitted", patch: "the same is admitted", none: "" }[level];
};

/** The effect of a changed union of runtimes. */
export const describeRuntimes = (before: readonly Term[], after: readonly Term[], verdict: Verdict): string =>
  `the runtime was ${listOf(before)} and is ${listOf(after)}: ${meaning(verdict, "runtimes that were admitted are refused")}`;

/** The effect of changed importers. */
export function describeImporter(
  before: string | undefined,
  after: string | undefined,
  verdict: Verdict,
  witnesses: readonly Fact[],
): string {
  const [old, current] = [before, after].map((text) => (text === undefined ? "anybody" : code(text)));
  const [example] = witnesses;
  const refused = example?.includes(" ") || !example ? "importers that were admitted" : code(example);
  return `importers could be ${old} and can be ${current}: ${meaning(verdict, `${refused} ${refused.includes("were") ? "are" : "is"} refused`)}`;
}

export const countListed = (count: number) => `${count} legacy module${count === 1 ? "" : "s"}`;

/** The effect of a changed list of legacy modules. */
export function describeListed(gone: readonly string[], added: readonly string[], verdict: Verdict): string {
  const show = (all: readonly string[]) => {
    const [first, ...others] = all;
    return others.length ? `${code(first!)} and ${countListed(others.length)} more` : code(first!);
  };
  const isAre = (all: readonly string[]) => (all.length > 1 ? "are" : "is");
  const changes = [
    ...(gone.length ? [`${show(gone)} ${isAre(gone)} not admitted any more`] : []),
    ...(added.length ? [`${show(added)} ${isAre(added)} admitted`] : []),
  ];
  const means =
    verdict.level === "patch" ? "nobody else is refused" : meaning(verdict, "importers that were admitted are refused");
  return `${changes.join(", ")}: ${means}`;
}

/** The effect of a changed note. */
export function describeNote(before: string | undefined, after: string | undefined, which: string): string {
  if (before === undefined) return "a note for refused importers is added";
  return after === undefined
    ? "the note for refused importers is gone"
    : `the note${which} for refused importers changed`;
}

const numbered = (index: number, count: number) => (count > 1 ? `alternative ${index + 1}` : "the contract");

/** The effect of a removed alternative. */
export function describeLoss(
  index: number,
  before: number,
  after: number,
  { isUnknown }: Verdict,
  closest: readonly Change[],
): string {
  const what = `what ${numbered(index, before)} admitted`;
  const reasons = closest.length ? `: ${closest.map(({ reason }) => reason).join("; ")}` : "";
  return isUnknown
    ? `whether ${what} is still admitted cannot be told${reasons}`
    : `${what} is refused${after > 1 ? " by all alternatives" : ""}${reasons}`;
}

/** The effect of changed alternatives that refuse nothing new. */
export function describeGain(before: number, after: number, verdict: Verdict): string {
  const change =
    before === after
      ? "the alternatives changed"
      : `there ${before > 1 ? `were ${before} alternatives` : "was one alternative"}, and there ${after > 1 ? `are ${after}` : "is one"}`;
  return `${change}: ${meaning(verdict, "")}`;
}
