/**
 * The proof: every place where a file loads a contracted module has its guard, and every contracted module guards
 * itself. What is read is the emitted JavaScript alone; what cannot be decided is said to be so.
 *
 * @module
 */
import path from "node:path";
import { memoize, once } from "../../../analysis/memoize.js";
import { specifierOfSidecar } from "../../../artifacts/sidecarNames.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { findSpecifiers } from "../../../compiler/specifiers.js";
import { showIn } from "../../paths.js";
import { FOR_TESTS, isOfTests, linesOfTesting } from "../../project/testing.js";
import { createBuilt } from "./bundle/built.js";
import type { BuiltContract } from "./bundle/judge.js";
import { type BundleHost, nameIn, proveBundles, proveCopies } from "./bundle/prove.js";
import { createShipped } from "./bundle/shipped.js";
import { createComparer } from "./bundle/validators.js";
import { type Conditions, findConditions } from "./conditions.js";
import { createFileTest, createReader, modulePathOf, type Operand, sidecarPathOf } from "./files.js";
import { builtOf, contractsIn, listedIn, openManifest } from "./manifest.js";
import { type Load, readModule } from "./module.js";
import { findPackage, nearestPackage, outputsOf } from "./packages.js";
import { mayRequireOtherwise } from "./require.js";
import { readFurtherSidecar, readSidecar, type Sidecar } from "./sidecar.js";
import { createResolver } from "./specifiers.js";
import { hasSyntaxErrors, parseJavaScript } from "./syntax.js";

/** One thing that was looked at. */
export interface Finding {
  readonly verdict: "proven" | "missing" | "unknown";
  readonly fileName: string;
  readonly line?: number;
  readonly text: string;
}

/** What verify found out. */
export interface Proof {
  readonly findings: readonly Finding[];
  /** Number of contracts that were found. */
  readonly contracts: number;
  /** Number of places that load a contracted module. */
  readonly edges: number;
  /** Conditions of which each may hold or not, because nobody said what programs are started with. */
  readonly assumed: readonly string[];
}

/** Finds what is loaded where, and whether its guard is there. */
function createProver(typescript: TypeScript, operands: readonly Operand[], cwd: string, conditions: Conditions) {
  const read = createReader();
  const isFile = createFileTest(operands);
  const { resolve, conditional } = createResolver(typescript, isFile, conditions.named);
  const sidecars = new Map<string, Sidecar | undefined>();
  const sidecarOf = (fileName: string): Sidecar | undefined => {
    if (sidecars.has(fileName)) return sidecars.get(fileName);
    const name = sidecarPathOf(fileName);
    const sidecar = isFile(name) ? readSidecar(name, read(name)) : undefined;
    sidecars.set(fileName, sidecar);
    return sidecar;
  };
  /** Contracts of modules that somebody else wrote, by key. */
  const foreign = new Map<string, BuiltContract>();
  const findings: Finding[] = [];
  const show = (fileName: string) => showIn(cwd, fileName);
  const add = (verdict: Finding["verdict"], fileName: string, text: string, line?: number) =>
    findings.push({ verdict, fileName: show(fileName), text, ...(line !== undefined && { line }) });

  /** The emitted file of each module that has a contract, by package and module. */
  const emitted = once(
    () =>
      new Map(
        [...sidecars].flatMap(([fileName, sidecar]) =>
          sidecar?.contract ? [[`${sidecar.packageName}\n${sidecar.moduleName}`, fileName] as const] : [],
        ),
      ),
  );
  /** The file that was emitted for a file: package.json may name sources, and have an output folder for several packages. */
  const emittedOf = (fileName: string): string => {
    if (!/\.[cm]?tsx?$/.test(fileName)) return fileName;
    const owner = nearestPackage(path.dirname(fileName));
    const module = owner && path.relative(owner.folder, fileName).split(path.sep).join("/");
    return emitted().get(`${owner?.name}\n${module}`) ?? fileName;
  };
  const targetAt = (fileName: string | undefined, from: string): Target | undefined => {
    const file = fileName === undefined ? undefined : emittedOf(fileName);
    const contract = file === undefined || file === from ? undefined : sidecarOf(file)?.contract;
    return contract && { keys: [contract.key], name: show(file!) };
  };

  /** The contract that a specifier leads to; several when packages have contracts of their own for one module. */
  const targetOf = (specifier: string, from: string, form?: Load["form"]): Target | undefined => {
    const provided = [...foreign.values()].filter(({ module }) => module === specifier);
    if (provided.length) return { keys: provided.map(({ key }) => key), name: specifier };
    return targetAt(resolve(specifier, from, form && (form === "require" ? "path" : "url")), from);
  };
  /** The contracts that it leads to under conditions. */
  const conditionalTargetsOf = (specifier: string, from: string): readonly ConditionalTarget[] =>
    conditional(specifier, from).flatMap(({ condition, fileName }) => {
      const target = targetAt(fileName, from);
      return target ? [{ ...target, condition }] : [];
    });

  return {
    typescript,
    cwd,
    read,
    isFile,
    resolve,
    conditions,
    assumed: new Set<string>(),
    sidecars,
    sidecarOf,
    foreign,
    findings,
    show,
    add,
    targetOf,
    conditionalTargetsOf,
  };
}

/** What is loaded of contracted modules. */
interface Target {
  readonly keys: readonly string[];
  /** The file, or the external module. */
  readonly name: string;
}

/** The same, where a condition of `exports` leads there. */
interface ConditionalTarget extends Target {
  readonly condition: string;
}

type Prover = ReturnType<typeof createProver>;

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
 * Proves a place that loads one module or another: which one, the conditions say that the program is started with. The
 * build has guarded what it leads to under its own conditions.
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
    // What was built without conditions may say so.
    else if (!usual && !guarded.length) add("unknown", fileName, `${text}; ${NAME_CONDITIONS}`, load.line);
  }
  return 1;
}

const NAME_CONDITIONS = "say with --conditions what programs are started with";

/** Proves one emitted file. Returns the number of places in it that load a contracted module. */
function proveModule(typescript: TypeScript, prover: Prover, fileName: string): number {
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
    // Most calls load nothing, and to resolve each of their texts would take long.
    if (load.isPossible && load.call === undefined && !missing.size) continue;
    const target = targetOf(load.specifier, fileName, load.form);
    const judge = ({ keys }: Target) => judgeLoad(load, keys, sidecar, guardProblem, { momentOf, loaded });
    const conditional = load.isPossible ? [] : conditionalTargetsOf(load.specifier, fileName);
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
    // What imports the same again takes what is loaded.
    if (!problem && load.isStatic) loaded.add(load.specifier);
    edges++;
    const edge = `${FORMS[load.form]} ${target.name}`;
    if (problem) add("missing", fileName, `${edge} ${problem}`, load.line);
    else add("proven", fileName, edge, load.line);
  }
  for (const name of lost.values()) add("missing", fileName, `has lost the guard of a call that loads ${name}`);
  return edges;
}

/** Whether a file holds the runtime, or imports it: a bundle does one or the other. */
const holdsRuntime = (text: string): boolean =>
  text.includes("importspy.registry@") || /["'`]importspy\/dist\/guard\.[cm]js["'`]/.test(text);

/** What bundles are compared with. */
function createBundleHost(prover: Prover, built: readonly string[]): BundleHost {
  const { typescript, cwd, read, resolve, show, add, sidecars, foreign } = prover;
  const shipped = createShipped(typescript);
  const all = [...sidecars].flatMap(([fileName, sidecar]) =>
    sidecar && !sidecar.problem ? [{ fileName, sidecar }] : [],
  );
  const own = all.flatMap(({ fileName, sidecar }) => (sidecar.contract ? [[sidecar.contract, fileName] as const] : []));
  const importers = all.flatMap(({ fileName, sidecar: { moduleName, packageName, moments, edges } }) =>
    moments.length ? [{ fileName, module: moduleName!, package: packageName!, moments, edges }] : [],
  );
  return {
    typescript,
    shipped,
    built: createBuilt(typescript, built, read, resolve),
    contracts: { own: new Map(own), external: [...foreign.values()], importers },
    compareValidator: createComparer(typescript, shipped),
    listed: undefined,
    cwd,
    read,
    show,
    add,
  };
}

/** The manifests of an operand, with the files that each is about: those of a folder of its own are not the outer one's. */
function manifestsOf({ read, add }: Prover, { manifests, modules, isFolder }: Operand) {
  const left = new Set(modules);
  return manifests.flatMap((fileName) => {
    const found = openManifest(fileName, read(fileName), (name, text) => add("unknown", name, text));
    const files = [...left].filter((each) => each.startsWith(path.dirname(fileName) + path.sep));
    for (const each of found ? files : []) left.delete(each);
    return found ? [{ found, files, isFolder }] : [];
  });
}

/** Bundles whose contracts no sidecar tells about. */
function proveListed(host: BundleHost, { found, files, isFolder }: ReturnType<typeof manifestsOf>[number]): void {
  const contracts = contractsIn(found);
  const report = (name: string, text: string) => {
    if (isFolder || files.includes(name)) host.add("unknown", name, text);
  };
  const listed = listedIn(found, files, host.read, report);
  proveBundles({ ...host, contracts, built: builtOf(found, contracts), listed }, path.dirname(found.fileName), files);
}

/** Reads the sidecars of the operands; others come to light when a specifier leads to their files. */
function proveSidecars(prover: Prover, operands: readonly Operand[]): void {
  const { sidecarOf, add, foreign, isFile } = prover;
  const files = operands.flatMap(({ modules, sidecars }) => [...modules, ...sidecars.map(modulePathOf)]);
  for (const fileName of new Set(files)) {
    const sidecar = sidecarOf(fileName);
    if (!sidecar) continue;
    if (sidecar.problem) add("missing", sidecar.fileName, sidecar.problem);
    if (!isFile(fileName)) add("missing", sidecar.fileName, "has no file beside it; build again");
    for (const contract of sidecar.provided) foreign.set(contract.key, contract);
  }
}

function contractsOf({ sidecars, foreign }: Prover): BuiltContract[] {
  const own = [...sidecars.values()].flatMap((sidecar) => sidecar?.contract ?? []);
  return [...new Map([...own, ...foreign.values()].map((contract) => [contract.key, contract])).values()];
}

/** What a file announces must be enforced by a sidecar: of another package of the workspace, somewhere else. */
function proveAnnouncements({ sidecars, add, show }: Prover): void {
  const all = [...sidecars.values()].filter((sidecar) => sidecar !== undefined);
  const enforced = new Set(all.flatMap(({ contract, provided }) => [contract, ...provided].map((each) => each?.key)));
  for (const { fileName, packageName, moments, problem } of all) {
    if (problem) continue;
    for (const key of new Set(moments.flat())) {
      if (enforced.has(key)) continue;
      const announces = `announces ${nameIn(key)}, of which no sidecar was found here`;
      const other = key.startsWith(`${packageName}/`) ? undefined : findPackage(fileName, key);
      if (other?.isInstalled) continue;
      const outputs = other ? outputsOf(other.folder).map(show) : [];
      const hint = outputs.length ? `; name its output, too: ${outputs.join(" ")}` : "";
      add("unknown", fileName, announces + hint);
    }
  }
}

/** What can lay other facts over the real ones is for tests, and must not be in what is shipped. */
function findTesting({ typescript, read, add }: Prover, { path: folder, modules }: Operand): void {
  for (const fileName of modules) {
    if (isOfTests(path.relative(folder, fileName) || path.basename(fileName))) continue;
    for (const line of linesOfTesting(typescript, read(fileName))) add("missing", fileName, FOR_TESTS, line);
  }
}

/**
 * Proves the guards of emitted JavaScript.
 *
 * @param typescript - Its parser and resolver.
 * @param operands - What to prove.
 * @param cwd - File names are shown relative to it.
 * @param option - The conditions that programs are started with, where the user named them.
 * @returns What was found, in the order of the files.
 */
export function prove(
  typescript: TypeScript,
  operands: readonly Operand[],
  cwd: string,
  option?: readonly string[],
): Proof {
  const conditions = findConditions(option, [cwd, ...operands.map((operand) => operand.path)]);
  const prover = createProver(typescript, operands, cwd, conditions);
  proveSidecars(prover, operands);
  for (const operand of operands) findTesting(prover, operand);
  let edges = 0;
  const built: string[] = [];
  const bundles: { readonly operand: string; readonly files: readonly string[] }[] = [];
  const known = new Set(contractsOf(prover).map(({ key }) => key));
  // A manifest says nothing new where the output that it was made of is there, too.
  const listed = operands
    .flatMap((operand) => manifestsOf(prover, operand))
    .filter(({ found }) => !found.manifest.contracts.every(({ key }) => known.has(key)));
  const isListed = new Set(listed.flatMap(({ files }) => files));
  for (const { path: operand, modules: all } of operands) {
    const { sidecarOf, read } = prover;
    const modules = all.filter((fileName) => !isListed.has(fileName));
    const isOutside = !modules.some((fileName) => sidecarOf(fileName));
    const files = modules.filter((fileName) => isOutside || (!sidecarOf(fileName) && holdsRuntime(read(fileName))));
    const emitted = modules.filter((fileName) => !files.includes(fileName));
    for (const fileName of emitted) edges += proveModule(typescript, prover, fileName);
    built.push(...emitted);
    if (files.length) bundles.push({ operand, files });
  }
  const contracts = contractsOf(prover);
  const host = once(() => createBundleHost(prover, built));
  for (const each of listed) proveListed(host(), each);
  if (contracts.length) {
    for (const { operand, files } of bundles) {
      const isLoading = (fileName: string) => loadsContracted(prover, fileName);
      // What is not part of the build, and is not a bundle either, may still load what the build has made.
      for (const fileName of files.filter(isLoading)) edges += proveModule(typescript, prover, fileName);
      proveBundles(host(), operand, files);
    }
    const plain = built.filter((fileName) => !prover.sidecarOf(fileName));
    proveCopies(host(), plain, (fileName) => loadsListed(prover, new Set(built), fileName));
  }
  proveAnnouncements(prover);
  for (const { found } of listed) for (const { key } of found.manifest.contracts) known.add(key);
  for (const { key } of contracts) known.add(key);
  return { findings: prover.findings, contracts: known.size, edges, assumed: [...prover.assumed].sort() };
}

/** Whether a file loads one of the files that were emitted. */
function loadsListed({ read, resolve }: Prover, emitted: ReadonlySet<string>, fileName: string): boolean {
  return [...findSpecifiers(read(fileName))].some((specifier) => {
    const target = specifier.startsWith(".") ? resolve(specifier, fileName) : undefined;
    return target !== undefined && emitted.has(target);
  });
}

/** Whether a file loads an emitted file that has a contract. */
function loadsContracted({ read, targetOf, foreign }: Prover, fileName: string): boolean {
  return [...findSpecifiers(read(fileName))].some((specifier) => {
    const keys = targetOf(specifier, fileName)?.keys ?? [];
    return keys.some((key) => !foreign.has(key));
  });
}
