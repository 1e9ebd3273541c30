/**
 * What a bundle holds of importspy: the contracts that it enforces, the guards that come of them, and the places where
 * contracted modules ask their guard.
 *
 * @module
 */
import type ts from "typescript";
import { memoize, once } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, propertyOf } from "../syntax.js";
import { type Atom, atomOf, isBehind } from "./atoms.js";
import { constantOf } from "./data.js";
import { isFunc, plain, type Script } from "./script.js";
import type { Shipped } from "./shipped.js";
import type { Value, Values } from "./value.js";

/** A call with a contract. */
export interface ContractCall {
  readonly script: Script;
  readonly node: ts.CallExpression;
  readonly key: string;
  readonly data: ts.ObjectLiteralExpression;
  /** Which function of the runtime is called; `other` when it is none, `undefined` when it cannot be told. */
  readonly callee: "enforce" | "provide" | "other" | undefined;
  /** `undefined` when it need not run. */
  readonly atom: Atom | undefined;
}

/** The call that announces the imports of a file. */
export interface GuardCall {
  readonly script: Script;
  readonly node: ts.CallExpression;
  readonly atom: Atom | undefined;
}

/** A place where a guard is told that a moment has come. */
export interface Moment {
  readonly node: ts.CallExpression;
  /** `undefined` when it need not run. */
  readonly atom: Atom | undefined;
}

/** A call that validates the exports of packages. */
export interface ShapeCall {
  readonly node: ts.CallExpression;
  /** What gives the packages. */
  readonly packages: ts.Expression | undefined;
  /** `undefined` when it need not run. */
  readonly atom: Atom | undefined;
  /** Whether it leads to the runtime's `shaped`; `undefined` when that cannot be told. */
  readonly isShaped: boolean | undefined;
}

/** What is in the scripts of a bundle. */
export interface Holdings {
  readonly contracts: readonly ContractCall[];
  readonly guards: readonly GuardCall[];
  /** The guard of the sidecar that enforces a contract. */
  guardOf(contract: ContractCall): GuardCall | undefined;
  /** Whether something may be its guard, and this cannot be told. */
  mayHaveGuard(contract: ContractCall): boolean;
  /** The places where a guard is asked for its file: `$importspy()`. */
  asksOf(guard: GuardCall): readonly Atom[];
  /** The places where a guard is told that a moment has come: `$importspy(1)`, `$importspy(1, load)`. */
  momentsOf(guard: GuardCall, moment: number): readonly Moment[];
  /** The calls that validate the exports of packages for the contract with a key. */
  shapesOf(key: string): readonly ShapeCall[];
  /** Whether something runs only after a call did. */
  comesAfter(atom: Atom, node: ts.Node): boolean;
  /** Whether a value is one of the functions of the runtime; `undefined` where that cannot be told. */
  isRuntime(value: Value | undefined, name: string): boolean | undefined;
}

/**
 * Finds what a bundle holds of importspy.
 *
 * @param typescript - The parser of the scripts.
 * @param scripts - The scripts of the bundle.
 * @param values - What is in them.
 * @param shipped - Tells the functions of the runtime.
 */
export function findHoldings(
  typescript: TypeScript,
  scripts: readonly Script[],
  values: Values,
  shipped: Shipped,
): Holdings {
  const isRuntime: Holdings["isRuntime"] = (value, name) => {
    if (value?.kind === "external") return value.name === name;
    if (value?.kind === "function") return shipped.isShipped(name, value.node, values);
    if (value?.kind === "any") {
      const verdicts = value.values.map((each) => isRuntime(each, name));
      return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
    }
    return value?.kind === "object" || value?.kind === "class" || value?.kind === "other" ? false : undefined;
  };
  const calls = scripts.flatMap((script) => script.calls.map((node) => ({ script, node })));
  const atomAt = ({ script, node }: { readonly script: Script; readonly node: ts.CallExpression }) =>
    node.questionDotToken ? undefined : atomOf(typescript, script, node);

  const calleeOf = (node: ts.CallExpression): ContractCall["callee"] => {
    const value = values.valueOf(node.expression);
    const names = ["enforce", "provide"] as const;
    const verdicts = names.map((name) => isRuntime(value, name));
    const isUntold = verdicts.includes(undefined) || isFunc(typescript, plain(typescript, node.expression));
    return names[verdicts.indexOf(true)] ?? (isUntold ? undefined : "other");
  };

  const contracts = calls.flatMap((call): ContractCall[] => {
    const data = contractIn(typescript, values, call.node);
    const name = data && propertyOf(typescript, data, "key");
    const key = name && constantOf(typescript, values, name)?.value;
    if (typeof key !== "string") return [];
    return [{ ...call, key, data: data!, callee: calleeOf(call.node), atom: atomAt(call) }];
  });

  /** Whether it makes a guard; `undefined` when that cannot be told. */
  const isGuard = ({ node }: { readonly node: ts.CallExpression }): boolean | undefined => {
    const [identity] = node.arguments;
    if (node.arguments.length > 4 || (identity && !mayNameModule(typescript, identity))) return false;
    const value = values.valueOf(node.expression);
    const verdicts = ["guard", "guardCommonJs"].map((name) => isRuntime(value, name));
    return verdicts.includes(true) || (value !== undefined && verdicts.includes(undefined) ? undefined : false);
  };
  const guards: GuardCall[] = [];
  const untold: GuardCall[] = [];
  for (const call of calls) {
    const verdict = isGuard(call);
    if (verdict !== false) (verdict ? guards : untold).push({ ...call, atom: atomAt(call) });
  }

  const isOfContract = ({ script, atom }: ContractCall, guard: GuardCall) =>
    atom !== undefined &&
    guard.script === script &&
    guard.atom?.container === atom.container &&
    isBehind(typescript, atom, guard.node);
  const guardOf: Holdings["guardOf"] = (contract) =>
    guards.filter((guard) => isOfContract(contract, guard)).sort((a, b) => a.node.end - b.node.end)[0];
  const mayHaveGuard: Holdings["mayHaveGuard"] = (contract) => untold.some((guard) => isOfContract(contract, guard));

  /** Calls without arguments, or with a number first, by what they call. */
  const asked = once(() => {
    const found = new Map<ts.Node, ts.CallExpression[]>();
    for (const { node } of calls) {
      const [first] = node.arguments;
      if (first && !typescript.isNumericLiteral(first) && !typescript.isElementAccessExpression(first)) continue;
      const value = values.valueOf(node.expression);
      for (const each of value?.kind === "any" ? value.values : [value]) {
        if (each?.kind === "call") found.set(each.node, [...(found.get(each.node) ?? []), node]);
      }
    }
    return found;
  });
  const asksOf: Holdings["asksOf"] = ({ node }) =>
    (asked().get(node) ?? []).flatMap((call) =>
      call.arguments.length ? [] : (atomAt({ script: values.scriptOf(call), node: call }) ?? []),
    );
  const momentsOf: Holdings["momentsOf"] = ({ node }, moment) =>
    (asked().get(node) ?? []).flatMap((call) => {
      const [first] = call.arguments;
      // `$importspy({ "./a.js": 1 }[name], load)`
      const isIt = first && (literalOf(typescript, first) ?? String(moment)) === String(moment);
      return isIt ? [{ node: call, atom: atomAt({ script: values.scriptOf(call), node: call }) }] : [];
    });

  /** The calls that run a function, and nothing else that has its value. */
  const callsOf = (called: ts.Node) =>
    calls.filter(({ node }) => {
      const value = values.valueOf(node.expression);
      const all = value?.kind === "any" ? value.values : [value];
      return all.some((each) => each?.kind === "function" && each.node === called);
    });
  const shapesOf: Holdings["shapesOf"] = (key) =>
    calls.flatMap(({ script, node }): readonly ShapeCall[] => {
      const [name, packages, ...others] = node.arguments;
      if (!name || !packages || others.length || constantOf(typescript, values, name)?.value !== key) return [];
      const isShaped = isRuntime(values.valueOf(node.expression), "shaped");
      const given = values.valueOf(packages);
      const own = atomAt({ script, node });
      if (given?.kind !== "parameter") return [{ node, packages, atom: own, isShaped }];
      // export const $shaped = (packages) => shaped("app/src/db.ts#1a2b3c", packages);
      const isAlwaysRun = own?.container === given.of;
      return callsOf(given.of).map((call) => ({
        node: call.node,
        packages: call.node.arguments[given.index],
        atom: isAlwaysRun ? atomAt(call) : undefined,
        isShaped,
      }));
    });

  /** The calls that run a function, or a file, as a module. */
  const loads = once(() => {
    const found = new Map<ts.Node, Atom[]>();
    for (const call of calls) {
      const loaded = values.loadedBy(call.node);
      const atom = loaded.length ? atomAt(call) : undefined;
      for (const each of atom ? loaded : []) found.set(each, [...(found.get(each) ?? []), atom!]);
    }
    return found;
  });

  const importsOf = memoize((script: Script): readonly Script[] =>
    script.file.statements.flatMap((statement) => {
      const isLoad = typescript.isImportDeclaration(statement) || typescript.isExportDeclaration(statement);
      const specifier = isLoad ? literalOf(typescript, statement.moduleSpecifier) : undefined;
      return specifier === undefined ? [] : (values.scriptAt(specifier, script) ?? []);
    }),
  );

  const imports = (script: Script, target: ts.Node, known = new Set<Script>()): boolean => {
    if (known.has(script)) return false;
    known.add(script);
    return importsOf(script).some((each) => each.file === target || imports(each, target, known));
  };

  const comesAfter = (atom: Atom, node: ts.Node, known = new Set<ts.Node>()): boolean => {
    if (isBehind(typescript, atom, node)) return true;
    const { container } = atom;
    if (known.has(container)) return false;
    known.add(container);
    if (typescript.isSourceFile(container) && imports(values.scriptOf(node), container)) return true;
    return (loads().get(container) ?? []).some((load) => comesAfter(load, node, known));
  };

  return { contracts, guards, guardOf, mayHaveGuard, asksOf, momentsOf, shapesOf, comesAfter, isRuntime };
}

/** `{ module: "src/a.ts", package: "a" }`, and `undefined` */
function mayNameModule(typescript: TypeScript, node: ts.Expression): boolean {
  if (typescript.isVoidExpression(node) || (typescript.isIdentifier(node) && node.text === "undefined")) return true;
  return typescript.isObjectLiteralExpression(node) && propertyOf(typescript, node, "module") !== undefined;
}

/** The contract that a call is made with. */
function contractIn(
  typescript: TypeScript,
  values: Values,
  { arguments: [first] }: ts.CallExpression,
): ts.ObjectLiteralExpression | undefined {
  if (!first) return undefined;
  const node = plain(typescript, first);
  const value = typescript.isIdentifier(node) ? values.valueOf(node) : undefined;
  const object = value?.kind === "object" ? value.node : node;
  const isContract =
    typescript.isObjectLiteralExpression(object) &&
    propertyOf(typescript, object, "key") !== undefined &&
    propertyOf(typescript, object, "alternatives") !== undefined;
  return isContract ? object : undefined;
}
