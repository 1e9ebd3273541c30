/**
 * One emitted file: each place where it loads a contracted module has its guard, and a contracted module guards itself.
 *
 * @module
 */
import path from "node:path";
import { memoize } from "../../../analysis/memoize.js";
import { specifierOfSidecar } from "../../../artifacts/sidecarNames.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { findSpecifiers } from "../../../compiler/specifiers.js";
import { sidecarPathOf } from "./files.js";
import { type Load, readModule } from "./module.js";
import type { ConditionalTarget, Prover, Target } from "./prover.js";
import { mayRequireOtherwise } from "./require.js";
import { readFurtherSidecar, type Sidecar } from "./sidecar.js";
import { hasSyntaxErrors, parseJavaScript } from "./syntax.js";

const FORMS = {
  import: "imports",
  export: "exports from",
  require: "requires",
  "import()": "import()s",
  worker: "starts a worker on",
} as const;

/** The numbers of the moments of an ES module's imports that come before one of them. */
function momentsBefore(
  { isStatic, form, further }: Load,
  { head }: Sidecar,
  momentOf: (further: number) => number | undefined,
) {
  if (!isStatic || form === "require") return [];
  return [head, ...further.map(momentOf)].filter((moment) => moment !== undefined);
}

function judgeLoad(
  load: Load,
  keys: readonly string[],
  sidecar: Sidecar | undefined,
  guardProblem: string | undefined,
  others: { momentOf(further: number): number | undefined; readonly loaded: ReadonlySet<string> },
) {
  if (!sidecar) return "without a guard: there is no sidecar";
  if (guardProblem) return `but ${guardProblem}`;
  if (load.isBeforeGuard) return "before its guard";
  const isFor = (moment: number) => keys.some((key) => sidecar.moments[moment]?.includes(key));
  if (load.call !== undefined) {
    return isFor(load.call) ? undefined : `behind guard number ${load.call}, which is for another module`;
  }
  if (!load.isStatic) return "at a call that is not guarded";
  if (others.loaded.has(load.specifier) || momentsBefore(load, sidecar, others.momentOf).some(isFor)) return undefined;
  return sidecar.moments.flat().some((key) => keys.includes(key))
    ? "before its guard asks for it"
    : "but its sidecar does not announce it";
}

/** The moment of a further sidecar; says what is wrong with it. */
function readFurther({ read, isFile, add }: Prover, fileName: string, number: number): number | undefined {
  const name = sidecarPathOf(fileName, number);
  const specifier = specifierOfSidecar(path.basename(sidecarPathOf(fileName)), "esm");
  const { moment, problem } = isFile(name) ? readFurtherSidecar(read(name), specifier) : { problem: "does not exist" };
  if (problem !== undefined) add("missing", name, problem);
  return moment;
}

/**
 * Proves a place that loads one module or another, by the conditions that the program is started with. The build has
 * guarded what it leads to under its own conditions.
 */
function proveConditional(
  { add, conditions, assumed }: Prover,
  fileName: string,
  load: Load,
  usual: Target | undefined,
  others: readonly ConditionalTarget[],
  judge: (target: Target) => string | undefined,
): number {
  for (const { condition } of others) assumed.add(condition);
  const guarded = others.filter((each) => judge(each) === undefined);
  const problem = usual && judge(usual);
  const edge = ({ name, condition }: Target & { readonly condition?: string }) =>
    `${FORMS[load.form]} ${name}${condition === undefined ? "" : ` under the condition "${condition}"`}`;
  if (usual && problem === undefined) add("proven", fileName, edge(usual), load.line);
  else if (usual && !guarded.length) add("missing", fileName, `${edge(usual)} ${problem}`, load.line);
  else if (usual)
    add("unknown", fileName, `${edge(usual)} ${problem}, and elsewhere with a guard; ${NAME_CONDITIONS}`, load.line);
  for (const each of guarded) add("proven", fileName, edge(each), load.line);
  const unguarded = others.filter((each) => !guarded.includes(each));
  for (const each of unguarded) {
    const text = `${edge(each)} ${judge(each)}`;
    if (conditions.inScripts.has(each.condition)) add("missing", fileName, text, load.line);
    // No condition leads to a guard, so it has to be said which one holds.
    else if (!usual && !guarded.length) add("unknown", fileName, `${text}; ${NAME_CONDITIONS}`, load.line);
  }
  return 1;
}

const NAME_CONDITIONS = "say with --conditions what programs are started with";

/** Proves one emitted file. Returns the number of places in it that load a contracted module. */
export function proveModule(typescript: TypeScript, prover: Prover, fileName: string): number {
  const { read, sidecarOf, targetOf, conditionalTargetsOf, add } = prover;
  const text = read(fileName);
  const sidecar = sidecarOf(fileName);
  const specifiers = findSpecifiers(text);
  const sidecarPath = sidecarPathOf(fileName);
  const sidecarName = path.basename(sidecarPath);
  const importsSidecar = (["esm", "cjs"] as const).some((format) =>
    specifiers.has(specifierOfSidecar(sidecarName, format)),
  );
  const isTarget = (each: string) => targetOf(each, fileName) ?? conditionalTargetsOf(each, fileName)[0];
  const isReached = [...specifiers].some((each) => each.includes("\\") || isTarget(each) !== undefined);
  const isRead = isReached || mayRequireOtherwise(text);
  if (!isRead && !sidecar && !importsSidecar) return 0;

  const file = parseJavaScript(typescript, fileName, text);
  if (hasSyntaxErrors(file)) {
    add("unknown", fileName, "is not JavaScript that can be read");
    return 0;
  }
  const { guardProblem, loads, numbers, further } = readModule(typescript, file, sidecarPath);
  if (!sidecar && !guardProblem) add("missing", fileName, `imports ./${sidecarName}, which does not exist`);
  if (sidecar?.contract) {
    if (guardProblem) add("missing", fileName, `has a contract, but ${guardProblem}`);
    else add("proven", fileName, "guards itself");
  } else if (sidecar && guardProblem) add("missing", fileName, `has a sidecar, but ${guardProblem}`);
  let edges = 0;
  const lost = new Map<string, string>();
  const loaded = new Set<string>();
  const momentOf = memoize((number: number) => readFurther(prover, fileName, number));
  const there = new Set([...numbers, sidecar?.head, ...further.map(momentOf)]);
  const missing = new Set(sidecar?.moments.flatMap((keys, number) => (there.has(number) ? [] : keys)));
  const isLost = (key: string) => missing.has(key);
  for (const load of loads) {
    // Most calls load nothing, and resolving each of their texts takes long.
    if (load.isPossible && load.call === undefined && !missing.size) continue;
    const { from = fileName } = load;
    const target = targetOf(load.specifier, from, load.form);
    const judge = ({ keys }: Target) => judgeLoad(load, keys, sidecar, guardProblem, { momentOf, loaded });
    const conditional = load.isPossible ? [] : conditionalTargetsOf(load.specifier, from);
    if (conditional.length) {
      edges += proveConditional(prover, fileName, load, target, conditional, judge);
      const isGuarded = [...(target ? [target] : []), ...conditional].some((each) => judge(each) === undefined);
      if (isGuarded && load.isStatic) loaded.add(load.specifier);
      continue;
    }
    if (!target) continue;
    const problem = judge(target);
    if (load.isPossible && problem) {
      for (const key of target.keys.filter(isLost)) lost.set(key, target.name);
      continue;
    }
    // A later import of the same takes what is loaded already.
    if (!problem && load.isStatic) loaded.add(load.specifier);
    edges++;
    const edge = `${FORMS[load.form]} ${target.name}`;
    if (problem) add("missing", fileName, `${edge} ${problem}`, load.line);
    else add("proven", fileName, edge, load.line);
  }
  for (const name of lost.values()) add("missing", fileName, `has lost the guard of a call that loads ${name}`);
  return edges;
}
