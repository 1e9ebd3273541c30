/** Compares two states of one contract: what the change means for importers. */
import {
  formatImporter,
  formatType,
  type LockedAlternative,
  type LockedContract,
  type LockedOption,
  type Term,
} from "importspy/dist/artifacts.cjs";
import { containsAlternatives } from "../../../../compare/alternatives.js";
import type { Answer, Containment } from "../../../../compare/answer.js";
import { type CompareExports, containsImporters } from "../../../../compare/importers.js";
import { anything, containsFacts } from "../../../../compare/terms.js";
import type { Change } from "./change.js";
import * as words from "./words.js";

function levelOf(forward: Answer, backward: Answer): Pick<Change, "level" | "isUnknown"> {
  if (forward !== "yes") return { level: "major", isUnknown: forward === "unknown" };
  return { level: backward === "yes" ? "patch" : "minor", isUnknown: false };
}

/** Text of a term. Terms with equal text ask for the same, because members are sorted. */
const textOf = ({ path, optional, type }: Term) => `${path}${optional ? "?" : ""}: ${formatType(type)}`;

function compareTerms(path: string, before: Term | undefined, after: Term | undefined): Change[] {
  const isOther = before?.fallback !== after?.fallback && before && after;
  const others: Change[] = isOther
    ? [{ level: "patch", isUnknown: false, path, reason: words.describeFallback(path, before, after) }]
    : [];
  if (before && after && textOf(before) === textOf(after)) return others;
  const [old, current] = [before ?? anything(path), after ?? anything(path)];
  const forward = containsFacts(old, current);
  const level = levelOf(forward.answer, containsFacts(current, old).answer);
  return [{ ...level, path, reason: words.describeTerm(path, before, after, level, forward) }, ...others];
}

const isRuntime = ({ path }: Term) => path === "runtime" || path.startsWith("runtime.");

/** Compares all runtimes together when one of the two states has a union of them. */
function compareRuntimes(before: readonly Term[], after: readonly Term[]): Change[] {
  if (before.map(textOf).join() === after.map(textOf).join()) return [];
  const [old, current] = [before, after].map((terms) => [{ terms, importer: undefined }]) as [
    [Pick<LockedAlternative, "terms" | "importer">],
    [Pick<LockedAlternative, "terms" | "importer">],
  ];
  const level = levelOf(containsAlternatives(old, current), containsAlternatives(current, old));
  return [{ ...level, path: "runtime", reason: words.describeRuntimes(before, after, level) }];
}

/** Who may import, in words: without the listed modules, and only these. */
function importerTexts(importer: LockedAlternative["importer"]) {
  if (!importer || "unknown" in importer)
    return { options: importer && formatImporter(importer).join(" | "), listed: [] };
  const isListed = ({ legacy }: LockedOption) => legacy !== undefined;
  return {
    options: formatImporter(importer.filter((option) => !isListed(option))).join(" | "),
    listed: formatImporter(importer.filter(isListed)),
  };
}

/**
 * Drops listed modules of the module's own package. A module that leaves the list no longer imports the contracted one,
 * and the build checks that. Nobody else is refused by it.
 */
const withoutOwnListed = (importer: LockedAlternative["importer"]): LockedAlternative["importer"] =>
  importer && !("unknown" in importer)
    ? importer.filter(({ legacy, legacyPackage }) => legacy === undefined || legacyPackage !== undefined)
    : importer;

/** Compares when only the list of legacy modules changed. */
function compareListed(old: readonly string[], current: readonly string[], forward: Containment<string>): Change[] {
  const gone = old.filter((each) => !current.includes(each));
  const added = current.filter((each) => !old.includes(each));
  const level = levelOf(forward.answer, added.length ? "no" : "yes");
  return [{ ...level, path: "importer", reason: words.describeListed(gone, added, level) }];
}

function compareImporters(
  before: LockedAlternative,
  after: LockedAlternative,
  compareExports?: CompareExports,
): Change[] {
  const [first, second] = [importerTexts(before.importer), importerTexts(after.importer)];
  const isSameList = first.listed.join() === second.listed.join();
  if (first.options === second.options && isSameList) return [];
  const forward = containsImporters(withoutOwnListed(before.importer), after.importer, compareExports);
  if (first.options === second.options && first.options !== undefined)
    return compareListed(first.listed, second.listed, forward);
  const [old, current] = [first, second]
    .map(({ options, listed }) =>
      [options, listed.length ? words.countListed(listed.length) : ""].filter(Boolean).join(" | "),
    )
    .map((text) => text || undefined);
  const level = levelOf(forward.answer, containsImporters(after.importer, before.importer, compareExports).answer);
  return [{ ...level, path: "importer", reason: words.describeImporter(old, current, level, forward.witnesses) }];
}

function compareNotes(before: string | undefined, after: string | undefined, which = ""): Change[] {
  if (before === after) return [];
  return [{ level: "patch", isUnknown: false, path: "note", reason: words.describeNote(before, after, which) }];
}

function compareSingle(before: LockedAlternative, after: LockedAlternative, compareExports?: CompareExports): Change[] {
  const hasUnion = [before, after].some(({ terms }) => terms.some(({ path }) => path === "runtime"));
  const isAlone = (term: Term) => !hasUnion || !isRuntime(term);
  const [old, current] = [before, after].map(
    ({ terms }) => new Map(terms.filter(isAlone).map((term) => [term.path, term])),
  ) as [Map<string, Term>, Map<string, Term>];
  const paths = [...new Set([...old.keys(), ...current.keys()])];
  const runtimes = ({ terms }: LockedAlternative) => terms.filter(isRuntime);
  return [
    ...(hasUnion ? compareRuntimes(runtimes(before), runtimes(after)) : []),
    ...paths.flatMap((path) => compareTerms(path, old.get(path), current.get(path))),
    ...compareImporters(before, after, compareExports),
    ...compareNotes(before.note, after.note),
  ];
}

/** Compares alternatives: whether everything that an old one admitted is still admitted, and what is new. */
function compareSeveral(before: readonly LockedAlternative[], after: readonly LockedAlternative[]): Change[] {
  const meaning = (alternatives: readonly LockedAlternative[]) =>
    JSON.stringify(
      alternatives.map(({ terms, importer }) => [terms.map(textOf), importer && formatImporter(importer)]),
    );
  const changes: Change[] = [];
  const isSame = meaning(before) === meaning(after);
  const losses = isSame
    ? []
    : before.map((each) => containsAlternatives([{ ...each, importer: withoutOwnListed(each.importer) }], after));
  losses.forEach((answer, index) => {
    if (answer === "yes") return;
    const level = levelOf(answer, "unknown");
    const reasons = after.map((each) =>
      compareSingle(before[index]!, each).filter((change) => change.level === "major"),
    );
    // Among equally close alternatives, the one at the same position counts.
    const [closest = []] = [...reasons.slice(index, index + 1), ...reasons].sort((a, b) => a.length - b.length);
    const reason = words.describeLoss(index, before.length, after.length, level, closest);
    changes.push({ ...level, path: "alternatives", reason });
  });
  if (!isSame && !changes.length) {
    const level = levelOf("yes", containsAlternatives(after, before));
    changes.push({ ...level, path: "alternatives", reason: words.describeGain(before.length, after.length, level) });
  }
  const notes = (alternatives: readonly LockedAlternative[]) =>
    alternatives.flatMap(({ note }) => note ?? []).join("\0");
  return [...changes, ...(notes(before) === notes(after) ? [] : compareNotes(notes(before), notes(after), "s"))];
}

/**
 * Compares two states of one contract.
 *
 * @param before - The old state.
 * @param after - The new state.
 * @param compareExports - Compares types of exports. Without it, only their texts are compared.
 * @returns All changes, in the order of the conditions.
 */
export function compareContracts(
  before: LockedContract,
  after: LockedContract,
  compareExports?: CompareExports,
): readonly Change[] {
  const [old, current] = [before.alternatives, after.alternatives];
  return old.length === 1 && current.length === 1
    ? compareSingle(old[0]!, current[0]!, compareExports)
    : compareSeveral(old, current);
}
