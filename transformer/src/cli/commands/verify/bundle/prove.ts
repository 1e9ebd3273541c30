/**
 * The proof of bundles: files that hold several modules, and with them their sidecars and the runtime.
 *
 * @module
 */
import type ts from "typescript";
import { INLINED_JUDGES } from "../../../../artifacts/inlinedJudges.js";
import { lineOf } from "../syntax.js";
import type { ContractCall, GuardCall } from "./contracts.js";
import { constantOf, isSame } from "./data.js";
import { accessOf, nameOf } from "./definitions.js";
import { findEarlyLoad, findOrderProblem } from "./early.js";
import { groupsOf, isInvolved, type Read, readGroup } from "./group.js";
import { type BundleHost, nameIn } from "./host.js";
import { type BuiltContract, createJudge, type Problem } from "./judge.js";
import { createNumbered, type Part } from "./numbered.js";
import { findStray, findTrace, reportLoads, reportTrace } from "./presence.js";
import { type Func, plain } from "./script.js";

const worst = ({ listed }: BundleHost, problems: readonly (Problem | undefined)[]): Problem | undefined =>
  problems.find((each) => each?.verdict === "missing") ??
  (listed?.isAsBuilt ? undefined : problems.find((each) => each !== undefined));

/** Reports on a contract. */
function report(host: BundleHost, name: string, call: ContractCall, problem: Problem | undefined): void {
  const { fileName } = call.script;
  if (!problem) host.add("proven", fileName, `enforces the contract of ${name}`);
  else if (problem.verdict === "missing") host.add("missing", fileName, `the contract of ${name} ${problem.text}`);
  else host.add("unknown", fileName, `holds the contract of ${name} in a form that proves nothing: ${problem.text}`);
}

/** Judges calls with a contract, and tells whether the numbers of modules may stand for others. */
function createJudges(host: BundleHost, { scripts, values, holdings }: Read) {
  const { typescript, show } = host;
  const findDoubt = createNumbered(typescript, scripts, values);
  /** A function of the runtime, and what is as good: another copy of it, or none at all, so that nothing is called. */
  const partsOfRuntime = (expression: ts.Expression, names: readonly string[]): readonly Part[] => {
    const value = values.valueOf(expression);
    const access = accessOf(typescript, plain(typescript, expression));
    const isGood = (module: Func) => {
      const exported = access && values.exportOf(module, access.name);
      return access !== undefined && (!exported || names.some((name) => holdings.isRuntime(exported, name)));
    };
    const all = value?.kind === "any" ? value.values : [value];
    return all.flatMap((each) => (each?.kind === "function" ? { node: each.node, isGood } : []));
  };
  /** What must be there for a contract to be enforced: the call, and the functions of the runtime. */
  const partsOf = ({ uses }: BuiltContract, { key, node }: ContractCall, guard: GuardCall | undefined) => {
    // Each of the calls with this contract is judged.
    const isGood = (module: Func) =>
      holdings.contracts.some((each) => each.key === key && each.atom?.container === module);
    const judges = node.arguments[1];
    const given = judges && typescript.isObjectLiteralExpression(judges) ? judges.properties : [];
    return [
      { node, isGood },
      ...partsOfRuntime(node.expression, ["enforce", "provide"]),
      ...(guard ? partsOfRuntime(guard.node.expression, ["guard", "guardCommonJs"]) : []),
      ...given.flatMap((property) => {
        const name = typescript.isPropertyAssignment(property) ? nameOf(typescript, property.name) : undefined;
        const own = name === undefined ? undefined : uses.get(name);
        const names = own === undefined ? [] : [own, INLINED_JUDGES.get(own)?.by ?? own];
        return typescript.isPropertyAssignment(property) ? partsOfRuntime(property.initializer, names) : [];
      }),
    ];
  };
  return {
    ...createJudge(typescript, values, holdings, host.compareValidator(values)),

    /** Whether what is proven of a call, or found missing, may be about other modules. */
    findNumberProblem(contract: BuiltContract, call: ContractCall): Problem | undefined {
      if (host.listed?.isAsBuilt) return undefined;
      const doubt = findDoubt(partsOf(contract, call, holdings.guardOf(call)));
      if (!doubt) return undefined;
      const { file, fileName } = values.scriptOf(doubt.node);
      return { verdict: "unknown", text: `${doubt.text} (${show(fileName)}:${lineOf(doubt.node, file)})` };
    },
  };
}

/** Proves the contracts of a group of files in which there is something of importspy. */
function proveContracts(host: BundleHost, group: readonly string[], read: Read): void {
  const { contracts } = host;
  const judge = createJudges(host, read);
  for (const [contract, file] of contracts.own) proveOwn(host, group, read, judge, contract, file);
  for (const contract of contracts.external) proveExternal(host, group, read, judge, contract);
  proveImporters(host, read);
}

type Judge = ReturnType<typeof createJudges>;

/** The calls that announce a contract's module, with the importer that each stands for. */
const announcing = ({ importers }: Read, key: string) =>
  [...importers].filter(([, { moments }]) => moments.flat().includes(key));

/** Proves the contract of a module that the bundle may hold. */
function proveOwn(
  host: BundleHost,
  group: readonly string[],
  read: Read,
  judge: Judge,
  contract: BuiltContract,
  file: string,
): void {
  const name = nameIn(contract.key);
  const calls = withoutCopies(
    read.holdings.contracts.filter(({ key, callee }) => key === contract.key && callee !== "provide"),
  );
  for (const call of calls) {
    const problems = [
      judge.findProblem(contract, call),
      host.listed?.isComplete ? undefined : findOrderProblem(host, read, file, call),
      findStray(host, read, file, contract, calls),
    ];
    report(host, name, call, judge.findNumberProblem(contract, call) ?? worst(host, problems));
  }
  if (!calls.length) proveAbsence(host, group, read, contract, file);
}

/** Proves that a bundle which does not enforce a contract does not hold its module either. */
function proveAbsence(
  host: BundleHost,
  group: readonly string[],
  read: Read,
  contract: BuiltContract,
  file: string,
): void {
  const { add, listed } = host;
  const name = nameIn(contract.key);
  const listing = group.filter((fileName) => listed?.contractsOf(fileName)?.includes(contract.key));
  for (const fileName of listing)
    add("missing", fileName, `has the module of ${name}, and does not enforce its contract`);
  if (listing.length) return;
  const evaluated = read.scripts.find((script) => script.evaluated.some((code) => code.includes(contract.module)));
  if (evaluated) {
    const text = `holds the contract of ${name} in a form that proves nothing: code in strings`;
    add("unknown", evaluated.fileName, text);
    return;
  }
  const isFound = group.filter((fileName) => reportTrace(host, fileName, file, contract)).length > 0;
  const [first] = announcing(read, contract.key);
  if (isFound || !first) return;
  const isAbsent = group.every((fileName) => findTrace(host, fileName, file, contract) === "absent");
  if (!isAbsent) add("unknown", first[0].script.fileName, `announces ${name}, whose contract it does not hold`);
}

/** Proves the contract of an external module, which the importers in the bundle provide. */
function proveExternal(
  host: BundleHost,
  group: readonly string[],
  read: Read,
  judge: Judge,
  contract: BuiltContract,
): void {
  const { holdings } = read;
  const calls = holdings.contracts.filter(({ key, callee }) => key === contract.key && callee !== "enforce");
  const moments = announcing(read, contract.key).flatMap(([guard, importer]) =>
    importer.moments.flatMap((keys, number) => (keys.includes(contract.key) ? holdings.momentsOf(guard, number) : [])),
  );
  const asking = moments.map(({ node }) => node);
  for (const call of calls) {
    const problems = [
      judge.findProvidedProblem(contract, call, asking),
      host.listed?.isComplete ? undefined : findEarlyLoad(host, read, contract, asking),
    ];
    report(host, contract.module, call, judge.findNumberProblem(contract, call) ?? worst(host, problems));
  }
  if (!calls.length) reportLoads(host, group, contract);
}

/** The calls, without those in another copy of the same numbered module. */
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
        lineOf(node, script.file),
      );
    }
  }
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
