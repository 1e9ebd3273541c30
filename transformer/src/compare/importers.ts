/** Compares `importer` fields: whether one admits all importers that another one admits. */
import type { LockedImporter, LockedOption } from "importspy/dist/artifacts.cjs";
import type { Answer, Containment } from "./answer.js";
import { containsTexts } from "./texts.js";

const yes = { answer: "yes", witnesses: [] } as const;
const unknown = { answer: "unknown", witnesses: [] } as const;
const no = (witness: string): Containment<string> => ({ answer: "no", witnesses: [witness] });

/** Whether an option admits importers of every package. */
const admitsAnyPackage = ({ package: names, module }: LockedOption) => !names && !module;

function containsPackages(inner: LockedOption, outer: LockedOption): Containment<string> {
  if (admitsAnyPackage(outer)) return yes;
  if (admitsAnyPackage(inner)) return no("another package");
  if (!inner.package) return yes;
  return outer.package ? containsTexts(inner.package, outer.package) : no("another package");
}

function containsModules(inner: LockedOption, outer: LockedOption): Containment<string> {
  if (!outer.module) return yes;
  return inner.module ? containsTexts(inner.module, outer.module) : no("another module");
}

/** Whether all exports of one type also have another type. */
export type CompareExports = (inner: string, outer: string) => Answer;

const byText: CompareExports = () => "unknown";

function containsExports(inner: LockedOption, outer: LockedOption, compare: CompareExports): Containment<string> {
  if (outer.exports === undefined || outer.exports === inner.exports) return yes;
  if (inner.exports === undefined) return no("a module with other exports");
  const answer = compare(inner.exports, outer.exports);
  return answer === "yes" ? yes : answer === "no" ? no("a module with other exports") : unknown;
}

function containsOption(inner: LockedOption, outer: LockedOption, compare = byText): Containment<string> {
  const all = [containsPackages, containsModules, containsExports].map((contains) => contains(inner, outer, compare));
  return all.find(({ answer }) => answer === "no") ?? all.find(({ answer }) => answer === "unknown") ?? yes;
}

/** Joins options that differ only in `module` into one. */
function joinModules(options: readonly LockedOption[]): readonly LockedOption[] {
  const [first] = options;
  const isAlike = ({ package: names, module, exports }: LockedOption) =>
    module && exports === first?.exports && JSON.stringify(names) === JSON.stringify(first?.package);
  return first && options.every(isAlike)
    ? [{ ...first, module: options.flatMap(({ module }) => module ?? []) }]
    : options;
}

const literal = (text: string) => [
  { is: { base: "string" as const, literal: text, steps: [], formats: [], patterns: [], own: [] }, not: [] },
];

/**
 * A listed module as an option with a literal path. For a module of another package there is none, since the option
 * would also admit that path in the module's own package.
 */
function asPattern(option: LockedOption): readonly LockedOption[] {
  const { legacy, legacyPackage } = option;
  if (legacy === undefined) return [option];
  return legacyPackage === undefined ? [{ module: literal(legacy) }] : [];
}

/** Whether an `importer` field admits a listed module of another package. */
function containsListed({ legacy, legacyPackage }: LockedOption, outer: readonly LockedOption[]): Containment<string> {
  if (outer.some((each) => each.legacy === legacy && each.legacyPackage === legacyPackage)) return yes;
  const pattern = { package: literal(legacyPackage!), module: literal(legacy!) };
  const isAdmitted = outer.flatMap(asPattern).some((each) => containsOption(pattern, each).answer === "yes");
  return isAdmitted ? yes : no(`${legacyPackage}/${legacy}`);
}

/**
 * Whether one `importer` field admits all importers that another one admits.
 *
 * @param inner - The field whose importers must be admitted; `undefined` when it admits all.
 * @param outer - The field that must admit them.
 * @param compare - Compares the types of exports. By default, only equal texts are known to be the same type.
 */
export function containsImporters(
  inner: LockedImporter | undefined,
  outer: LockedImporter | undefined,
  compare: CompareExports = byText,
): Containment<string> {
  if (!outer || JSON.stringify(inner) === JSON.stringify(outer)) return yes;
  if (!inner) return no("another module");
  if ("unknown" in inner || "unknown" in outer) return unknown;
  const patterns = outer.flatMap(asPattern);
  const others = [...patterns, ...joinModules(patterns)];
  const found = inner.map((own): Containment<string> => {
    if (own.legacyPackage !== undefined) return containsListed(own, outer);
    const [option] = asPattern(own);
    if (!option || !others.length) return no("another module");
    const each = others.map((other) => containsOption(option, other, compare));
    if (each.some(({ answer }) => answer === "yes")) return yes;
    // Several options together may admit what no single one does.
    return patterns.length === 1 || joinModules(patterns).length === 1 ? each.at(-1)! : refusedByAll(each);
  });
  return found.find(({ answer }) => answer === "no") ?? found.find(({ answer }) => answer === "unknown") ?? yes;
}

function refusedByAll(each: readonly Containment<string>[]): Containment<string> {
  const [first] = each;
  const common = first?.witnesses.find((witness) => each.every(({ witnesses }) => witnesses.includes(witness)));
  return common === undefined ? unknown : no(common);
}
