/**
 * The proof of bundles: files that hold several modules, and with them their sidecars and the runtime.
 *
 * @module
 */
import { isBuiltin } from "node:module";
import path from "node:path";
import { isFile } from "importspy/dist/files.cjs";
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { findSpecifiers } from "../../../../compiler/specifiers.js";
import { literalOf, walk } from "../syntax.js";
import { type Atom, isBehind } from "./atoms.js";
import type { Built } from "./built.js";
import { type ContractCall, findHoldings, type GuardCall, type Holdings } from "./contracts.js";
import { constantOf, isSame } from "./data.js";
import { type BuiltContract, type CompareValidator, createJudge, type Problem } from "./judge.js";
import { createOrder, type Evaluation } from "./order.js";
import { readScript, type Script } from "./script.js";
import type { Shipped } from "./shipped.js";
import { findCopy, findPresence, headingsIn, mapOf } from "./traces.js";
import { createValues, targetOf, type Values } from "./values.js";

/** What sidecars of the build say. */
export interface BuiltContracts {
  /** Contracts of modules, with the emitted file of each. */
  readonly own: ReadonlyMap<BuiltContract, string>;
  /** Contracts of external modules. */
  readonly external: readonly BuiltContract[];
  readonly importers: readonly Importer[];
}

/** What a file announces. */
export interface Importer {
  readonly fileName: string;
  readonly module: string;
  readonly package: string;
  /** The keys of what it loads, by moment. */
  readonly moments: readonly (readonly string[])[];
  /** What the guard is told of the moments. */
  readonly edges: unknown;
}

/** How a bundle is read and reported on. */
export interface BundleHost {
  readonly typescript: TypeScript;
  readonly shipped: Shipped;
  readonly built: Built;
  readonly contracts: BuiltContracts;
  readonly compareValidator: (values: Values) => CompareValidator;
  /** What the manifest says, where there is one and no output of a build to compare with. */
  readonly listed: Listed | undefined;
  readonly cwd: string;
  read(fileName: string): string;
  /** The name of a file in reports. */
  show(fileName: string): string;
  add(verdict: Problem["verdict"] | "proven", fileName: string, text: string, line?: number): void;
}

/** What a manifest says about files. */
export interface Listed {
  /** The keys of the contracts whose modules a file has; `undefined` for a file that is not listed as it is. */
  contractsOf(fileName: string): readonly string[] | undefined;
  /** The external modules that a file may evaluate before it enforces its contracts. */
  beforeOf(fileName: string): readonly string[];
}

/** The name in a key, without what tells copies of a module apart. */
export const nameIn = (key: string): string => key.replace(/#[^#]*$/, "");

const RELATIVE = /(["'`])(\.{1,2}\/[^"'`\n]+\.[cm]?jsx?)\1/g;
const IS_NUMBERED = /__webpack_|\bwebpackChunk|\bexports\.modules\b|\bself\.TURBOPACK|require\("\.\/"\s*\+/;

/** Files that load each other belong together: an entry and its chunks. */
function groupsOf(host: BundleHost, files: readonly string[]): string[][] {
  const groups = new Map(files.map((file) => [file, new Set([file])]));
  const join = (left: string, right: string) => {
    const [into, from] = [groups.get(left)!, groups.get(right)!];
    if (into === from) return;
    for (const each of from) {
      into.add(each);
      groups.set(each, into);
    }
  };
  const numbered = files.filter((file) => IS_NUMBERED.test(host.read(file)));
  for (const file of numbered) join(numbered[0]!, file);
  for (const file of files) {
    for (const [, , specifier] of host.read(file).matchAll(RELATIVE)) {
      const target = path.resolve(path.dirname(file), specifier!);
      if (groups.has(target)) join(file, target);
    }
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

/** Whether a text has anything of importspy in it. */
const isInvolved = ({ own, external }: BuiltContracts, text: string): boolean =>
  /importspy\.registry@|\bimportspy\/dist\/|\$importspy\b/.test(text) ||
  [...own.keys(), ...external].some(({ key }) => text.includes(key));

/** What is known of a group of files that were read. */
interface Read {
  readonly scripts: readonly Script[];
  readonly values: Values;
  readonly holdings: Holdings;
  /** The calls that announce imports, with the file of the build that each stands for. */
  readonly importers: ReadonlyMap<GuardCall, Importer>;
}

function readGroup(host: BundleHost, group: readonly string[]): Read {
  const { typescript, read, add } = host;
  const scripts = group.flatMap((fileName) => {
    const script = readScript(typescript, fileName, read(fileName));
    if (!script) add("unknown", fileName, "is not JavaScript that can be read");
    return script ?? [];
  });
  const byName = new Map(scripts.map((script) => [script.fileName, script]));
  const values = createValues(typescript, scripts, (specifier, from) => {
    const target = targetOf(specifier, from.fileName);
    return target === undefined ? undefined : (byName.get(target) ?? byName.get(`${target}.js`));
  });
  const holdings = findHoldings(typescript, scripts, values, host.shipped);
  const importers = new Map(
    holdings.guards.flatMap((guard) => {
      const [identity] = guard.node.arguments;
      const importer = identity && host.contracts.importers.find((each) => isOf(host, values, each, identity));
      return importer ? [[guard, importer] as const] : [];
    }),
  );
  return { scripts, values, holdings, importers };
}

/** Whether `{ module: "src/a.ts", package: "a", … }` names an importer. */
function isOf({ typescript }: BundleHost, values: Values, importer: Importer, identity: ts.Expression): boolean {
  if (!typescript.isObjectLiteralExpression(identity)) return false;
  return (["module", "package"] as const).every((name) =>
    identity.properties.some(
      (property) =>
        typescript.isPropertyAssignment(property) &&
        (literalOf(typescript, property.name) ?? property.name.getText()) === name &&
        constantOf(typescript, values, property.initializer)?.value === importer[name],
    ),
  );
}

const lineOf = ({ file }: Script, node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

/**
 * What may be evaluated before a contracted module, since what loads the module loads that first. What loads it is known
 * by what it announces; when nothing that was evaluated did, by what is announced anywhere.
 */
function findAllowed({ built }: BundleHost, { importers }: Read, file: string, { calls, isReached }: Evaluation) {
  const files = new Set<string>();
  const externals = new Set<string>();
  const evaluated = [...importers].filter(([{ node }]) => calls.has(node));
  const announced = new Set((evaluated.length ? evaluated : [...importers]).map(([, { fileName }]) => fileName));
  for (const root of built.roots) {
    const isPresent = announced.has(root) || [...built.closureOf(root).files].some((each) => announced.has(each));
    if (root === file || !isPresent || (isReached && !built.reaches(root, file))) continue;
    const loaded = built.before(root, file);
    for (const each of loaded.files) files.add(each);
    for (const each of loaded.externals) externals.add(each);
  }
  return { files, externals };
}

/** What a bundle runs too early: before a contract is enforced, though the contracted module is what loads it. */
function findOrderProblem(host: BundleHost, read: Read, file: string, call: ContractCall): Problem | undefined {
  const isWanted = (text: string) => host.built.ownerOf(text) !== undefined;
  const evaluations = createOrder(host.typescript, read.scripts, read.values, isWanted)(call.node);
  // What is loaded later is loaded by a file that announces it.
  const announces = ({ calls }: Evaluation) =>
    [...read.importers].some(([{ node }, { moments }]) => calls.has(node) && moments.flat().includes(call.key));
  const leading = evaluations.filter((each) => each.isReached || announces(each));
  for (const evaluation of leading.length ? leading : evaluations) {
    const text = host.listed
      ? findUnlisted(host, host.listed, evaluation, call)
      : findEarly(host, read, file, evaluation);
    if (text !== undefined) return { verdict: "missing", text };
  }
  return undefined;
}

/** The same by a manifest: it says which external modules may come first. */
function findUnlisted(host: BundleHost, listed: Listed, { started, externals }: Evaluation, call: ContractCall) {
  const allowed = new Set([call.script, ...started].flatMap(({ fileName }) => listed.beforeOf(fileName)));
  const isHarmless = (specifier: string) => isBuiltin(specifier) || specifier.startsWith("importspy/dist/");
  for (const [specifier, { script, line, isCertain }] of externals) {
    if (!isCertain || allowed.has(specifier) || isHarmless(specifier)) continue;
    return `is enforced after "${specifier}" is loaded, which none of its importers loads first (${host.show(script.fileName)}:${line})`;
  }
  return undefined;
}

function findEarly(host: BundleHost, read: Read, file: string, evaluation: Evaluation): string | undefined {
  const { built, show } = host;
  const closure = built.closureOf(file);
  const allowed = findAllowed(host, read, file, evaluation);
  for (const [specifier, { script, line }] of evaluation.externals) {
    if (!closure.externals.has(specifier) || allowed.externals.has(specifier) || isBuiltin(specifier)) continue;
    return `is enforced after "${specifier}" is loaded, which its module imports (${show(script.fileName)}:${line})`;
  }
  for (const text of evaluation.texts) {
    const owner = built.ownerOf(text)!;
    if (!closure.files.has(owner) || allowed.files.has(owner)) continue;
    const whose = owner === file ? "its module" : `${show(owner)}, which its module imports,`;
    return `is enforced after code of ${whose} has run (${JSON.stringify(text)})`;
  }
  return undefined;
}

/** An external module that is loaded before any guard asks for it. */
function findEarlyLoad(
  host: BundleHost,
  read: Read,
  contract: BuiltContract,
  asking: readonly ts.Node[],
): Problem | undefined {
  const order = createOrder(host.typescript, read.scripts, read.values, () => false);
  const early = asking.map((node) => {
    const found = order(node).map(({ externals }) => externals.get(contract.module));
    return found.find((each) => each !== undefined);
  });
  const [first] = early;
  if (!first || early.includes(undefined)) return undefined;
  return {
    verdict: "missing",
    text: `is enforced after it is loaded (${host.show(first.script.fileName)}:${first.line})`,
  };
}

/** Loads of an external module whose contract nobody tells. */
function reportLoads(host: BundleHost, group: readonly string[], { module }: BuiltContract): boolean {
  const loading = group.filter((fileName) => findSpecifiers(host.read(fileName)).has(module));
  for (const fileName of loading)
    host.add("missing", fileName, `imports ${module}, and does not enforce the contract of ${module}`);
  return loading.length > 0;
}

/** Code of a contracted module that runs elsewhere than behind its guard. */
function findStray(host: BundleHost, read: Read, file: string, calls: readonly ContractCall[]): Problem | undefined {
  const { typescript, built, show } = host;
  const isOwn = (text: string) => built.ownerOf(text) === file && text.length > 9 && built.isOwn(text);
  const asks = calls.flatMap((call) => {
    const guard = read.holdings.guardOf(call);
    return guard ? read.holdings.asksOf(guard) : [];
  });
  for (const script of read.scripts) {
    let stray: ts.Node | undefined;
    walk(typescript, script.file, (node) => {
      if (calls.some((call) => call.node === node)) return false;
      const isTrace = typescript.isStringLiteralLike(node) && isOwn(node.text);
      if (isTrace && !asks.some((ask) => isEvaluatedBehind(typescript, ask, node))) stray ??= node;
      return true;
    });
    if (stray) {
      const place = `${show(script.fileName)}:${lineOf(script, stray)}`;
      return { verdict: "missing", text: `does not guard code of its module (${place})` };
    }
  }
  return undefined;
}

/** Functions that are declared can be called before what stands above them runs. */
function isEvaluatedBehind(typescript: TypeScript, ask: Atom, node: ts.Node): boolean {
  const declared = typescript.findAncestor(
    node,
    (each) => each === ask.reach || typescript.isFunctionDeclaration(each),
  );
  return isBehind(typescript, ask, node) && declared === ask.reach;
}

/** How a file tells that it holds code of a contracted module. */
function findTrace(host: BundleHost, fileName: string, file: string, contract: BuiltContract) {
  const text = host.read(fileName);
  const named = [...headingsIn(text), ...sourcesOf(host, fileName, text)];
  const isNamed = named.some((name) => isFileNamed(host, name, fileName, file, contract));
  if (isNamed) return { trace: undefined };
  const traces = host.built.tracesOf(file);
  const presence = findPresence(traces, text, host.built.isOwn);
  if (!host.listed || presence !== "unknown") return presence;
  // A manifest has texts of a module or none, and the bundler knows best what it put into a file that is as it was.
  return traces.authored.length || host.listed.contractsOf(fileName) ? "absent" : "unknown";
}

/** The files that a source map names. */
function sourcesOf({ read }: BundleHost, fileName: string, text: string): string[] {
  const map = mapOf(text);
  const mapName = map === undefined ? undefined : path.resolve(path.dirname(fileName), map);
  if (mapName === undefined || !isFile(mapName)) return [];
  try {
    const { sources, sourceRoot = "" } = JSON.parse(read(mapName)) as { sources?: unknown; sourceRoot?: string };
    const names = Array.isArray(sources) ? sources.filter((each) => typeof each === "string") : [];
    return names.map((name) => path.resolve(path.dirname(mapName), sourceRoot, name));
  } catch (error) {
    // A map that is not JSON names nothing.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Whether a bundler's name of a file, relative to where it ran, is that of a contracted module. */
function isFileNamed(host: BundleHost, name: string, bundle: string, file: string, contract: BuiltContract): boolean {
  const isModule = (absolute: string) => absolute === file || absolute === path.join(packageOf(file), contract.module);
  const bases = path.isAbsolute(name) ? [""] : [host.cwd, packageOf(bundle), path.dirname(bundle)];
  return bases.some((base) => isModule(path.resolve(base, name)));
}

function packageOf(file: string): string {
  let folder = path.dirname(file);
  while (!isFile(path.join(folder, "package.json")) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return folder;
}

const worst = (problems: readonly (Problem | undefined)[]): Problem | undefined =>
  problems.find((each) => each?.verdict === "missing") ?? problems.find((each) => each !== undefined);

/** Reports on a contract. */
function report(host: BundleHost, name: string, call: ContractCall, problem: Problem | undefined): void {
  const { fileName } = call.script;
  if (!problem) host.add("proven", fileName, `enforces the contract of ${name}`);
  else if (problem.verdict === "missing") host.add("missing", fileName, `the contract of ${name} ${problem.text}`);
  else host.add("unknown", fileName, `holds the contract of ${name} in a form that proves nothing: ${problem.text}`);
}

function proveContracts(host: BundleHost, group: readonly string[], read: Read): void {
  const { typescript, contracts, add } = host;
  const { scripts, values, holdings, importers } = read;
  const judge = createJudge(typescript, values, holdings, host.compareValidator(values));
  const announces = (key: string) => [...importers].filter(([, { moments }]) => moments.flat().includes(key));
  for (const [contract, file] of contracts.own) {
    const calls = withoutCopies(
      holdings.contracts.filter(({ key, callee }) => key === contract.key && callee !== "provide"),
    );
    for (const call of calls) {
      const problems = [
        judge.findProblem(contract, call),
        findOrderProblem(host, read, file, call),
        findStray(host, read, file, calls),
      ];
      report(host, nameIn(contract.key), call, worst(problems));
    }
    if (calls.length) continue;
    const listing = group.filter((fileName) => host.listed?.contractsOf(fileName)?.includes(contract.key));
    for (const fileName of listing) {
      add("missing", fileName, `has the module of ${nameIn(contract.key)}, and does not enforce its contract`);
    }
    if (listing.length) continue;
    const evaluated = scripts.find((script) => script.evaluated.some((code) => code.includes(contract.module)));
    if (evaluated) {
      add(
        "unknown",
        evaluated.fileName,
        `holds the contract of ${nameIn(contract.key)} in a form that proves nothing: code in strings`,
      );
      continue;
    }
    const isFound = group.filter((fileName) => reportTrace(host, fileName, file, contract)).length > 0;
    const [announcing] = announces(contract.key);
    if (isFound || !announcing) continue;
    const isAbsent = group.every((fileName) => findTrace(host, fileName, file, contract) === "absent");
    if (!isAbsent)
      add(
        "unknown",
        announcing[0].script.fileName,
        `announces ${nameIn(contract.key)}, whose contract it does not hold`,
      );
  }
  for (const contract of contracts.external) {
    const calls = holdings.contracts.filter(({ key, callee }) => key === contract.key && callee !== "enforce");
    const moments = announces(contract.key).flatMap(([guard, importer]) =>
      importer.moments.flatMap((keys, number) =>
        keys.includes(contract.key) ? holdings.momentsOf(guard, number) : [],
      ),
    );
    const asking = moments.map(({ node }) => node);
    for (const call of calls) {
      const problems = [judge.findProvidedProblem(contract, call, asking), findEarlyLoad(host, read, contract, asking)];
      report(host, contract.module, call, worst(problems));
    }
    if (!calls.length) reportLoads(host, group, contract);
  }
  proveImporters(host, read);
}

/** Without those that are in another copy of the same numbered module. */
function withoutCopies(calls: readonly ContractCall[]): readonly ContractCall[] {
  const containers = new Set<string>();
  return calls.filter(({ atom, node }) => {
    if (!atom || atom.container === node.getSourceFile()) return true;
    const text = atom.container.getText();
    const isNew = !containers.has(text);
    containers.add(text);
    return isNew;
  });
}

/** What a file announces in a bundle must be what it announced when it was built. */
function proveImporters({ typescript, add }: BundleHost, { values, importers }: Read): void {
  for (const [{ node, script }, importer] of importers) {
    const [, edges] = node.arguments;
    if (!edges || !isSame(constantOf(typescript, values, edges)?.value, importer.edges)) {
      add(
        "missing",
        script.fileName,
        `announces other imports of ${importer.module} than its sidecar`,
        lineOf(script, node),
      );
    }
  }
}

function reportTrace(host: BundleHost, fileName: string, file: string, contract: BuiltContract): boolean {
  const presence = findTrace(host, fileName, file, contract);
  if (typeof presence === "string") return false;
  const how = presence.trace === undefined ? "" : ` (${JSON.stringify(presence.trace)})`;
  host.add(
    "missing",
    fileName,
    `holds code of ${contract.module}${how}, and does not enforce the contract of ${nameIn(contract.key)}`,
  );
  return true;
}

/** Files without anything of importspy: they must hold nothing of a contracted module. */
function proveUninvolved(host: BundleHost, group: readonly string[]): boolean {
  let isClean = true;
  for (const contract of host.contracts.external) if (reportLoads(host, group, contract)) isClean = false;
  for (const fileName of group) {
    const untold: string[] = [];
    for (const [contract, file] of host.contracts.own) {
      if (reportTrace(host, fileName, file, contract)) isClean = false;
      else if (findTrace(host, fileName, file, contract) === "unknown") untold.push(nameIn(contract.key));
    }
    if (!untold.length) continue;
    isClean = false;
    const list =
      untold.length > 3 ? `${untold.slice(0, 3).join(", ")} and ${untold.length - 3} more` : untold.join(", ");
    host.add("unknown", fileName, `holds no guard, and whether it holds code of ${list} cannot be told`);
  }
  return isClean;
}

/**
 * Proves bundles.
 *
 * @param host - How they are read and reported on.
 * @param operand - What was named: a bundle, or a folder of bundles and chunks.
 * @param files - Its files.
 */
export function proveBundles(host: BundleHost, operand: string, files: readonly string[]): void {
  let clean = 0;
  for (const group of groupsOf(host, files)) {
    const text = (fileName: string) => host.read(fileName);
    const isListed = (fileName: string) => Boolean(host.listed?.contractsOf(fileName)?.length);
    if (group.some((fileName) => isListed(fileName) || isInvolved(host.contracts, text(fileName))))
      proveContracts(host, group, readGroup(host, group));
    else if (proveUninvolved(host, group)) clean += group.length;
  }
  if (clean)
    host.add(
      "proven",
      operand,
      clean === files.length && clean === 1
        ? "holds nothing of a contracted module"
        : `holds ${clean} file${clean === 1 ? "" : "s"} with nothing of a contracted module`,
    );
}

/**
 * Finds bundles among the files of a build: without sidecar and runtime they look like files without any contract. Such a
 * bundle holds a contracted module, imports no file of the build, and is imported by none.
 *
 * @param host - How files are read and reported on.
 * @param files - Files of a build that have no sidecar.
 * @param loadsOthers - Whether a file loads another one of the build.
 */
export function proveCopies(
  host: BundleHost,
  files: readonly string[],
  loadsOthers: (fileName: string) => boolean,
): void {
  const { built, contracts, read, add } = host;
  const isLoaded = (fileName: string) => {
    const name = path.basename(fileName);
    return built.files.some((each) => each !== fileName && read(each).includes(name));
  };
  for (const fileName of files) {
    for (const [contract, file] of contracts.own) {
      const trace = findCopy(built.tracesOf(file), read(fileName));
      if (trace === undefined || loadsOthers(fileName) || isLoaded(fileName)) continue;
      const name = nameIn(contract.key);
      const how = `holds code of ${contract.module} (${JSON.stringify(trace)})`;
      add("missing", fileName, `${how}, and does not enforce the contract of ${name}`);
    }
  }
}
