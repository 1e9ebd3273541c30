/**
 * The verdict on one contract in one bundle. What is proven is: wherever the code of the contracted module runs, the
 * runtime's `enforce` has run before, with the data, the judges and the validators that the build wrote.
 *
 * @module
 */
import type ts from "typescript";
import { INLINED_JUDGES } from "../../../../artifacts/inlinedJudges.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { lineOf, literalOf } from "../syntax.js";
import { type Atom, isBehind } from "./atoms.js";
import type { ContractCall, Holdings, ShapeCall } from "./contracts.js";
import { constantOf, isSame } from "./data.js";
import { isFunc, plain } from "./script.js";
import type { Value, Values } from "./value.js";

/** A contract as the build wrote it. */
export interface BuiltContract {
  readonly key: string;
  readonly module: string;
  readonly data: unknown;
  /** The names of the runtime's functions that it uses, by those under which it uses them. */
  readonly uses: ReadonlyMap<string, string>;
  /** The text of its validators. */
  readonly validators: readonly string[];
  /** The packages whose exports it describes. */
  readonly shaped: readonly string[];
  /** Whether a bundler wrote it, and may have replaced variables with their values. */
  readonly isBundled?: boolean;
}

/** Why a contract is not enforced, or why that cannot be told. */
export interface Problem {
  readonly verdict: "missing" | "unknown";
  readonly text: string;
}

/** Compares a validator in a bundle with the text that the build wrote. */
export type CompareValidator = (ours: string, theirs: ts.Expression) => "same" | "different" | "unknown";

const missing = (text: string): Problem => ({ verdict: "missing", text });
const unknown = (text: string): Problem => ({ verdict: "unknown", text });

/** Makes the judge of a bundle's contracts. */
export function createJudge(
  typescript: TypeScript,
  values: Values,
  holdings: Holdings,
  compareValidator: CompareValidator,
) {
  const objectOf = (node: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined => {
    const value = node && values.valueOf(node);
    return value?.kind === "object" ? value.node : undefined;
  };

  /** `() => ({ API: "on" })`, with no names but those that the contract asks for. */
  const givesVariables = ({ data }: BuiltContract, value: Value | undefined): boolean => {
    const body = value?.kind === "function" && !value.node.parameters.length ? value.node.body : undefined;
    const [statement, ...others] = body && typescript.isBlock(body) ? body.statements : [];
    const isReturn = statement && !others.length && typescript.isReturnStatement(statement);
    const returned = isReturn ? statement.expression : body && !typescript.isBlock(body) ? body : undefined;
    const object = returned && plain(typescript, returned);
    if (!object || !typescript.isObjectLiteralExpression(object)) return false;
    const asked = JSON.stringify(data);
    return object.properties.every((property) => {
      const name = typescript.isPropertyAssignment(property) ? property.name : undefined;
      const text = name && (typescript.isIdentifier(name) ? name.text : literalOf(typescript, name));
      return text !== undefined && asked.includes(JSON.stringify(`env.${text}`));
    });
  };

  /** What it hands to the runtime as its judges. */
  const findUseProblem = (contract: BuiltContract, node: ts.Expression | undefined): Problem | undefined => {
    const { uses, isBundled } = contract;
    const object = objectOf(node);
    if (!object) return missing("is handed other judges there");
    const given = new Map<string, Value | undefined>();
    for (const property of object.properties) {
      const name =
        property.name &&
        (typescript.isIdentifier(property.name) ? property.name.text : literalOf(typescript, property.name));
      if (name === undefined || given.has(name) || name === "__proto__") return missing("is handed other judges there");
      // A minifier may write `a: function () { … }` as `a() { … }`.
      if (typescript.isMethodDeclaration(property)) given.set(name, { kind: "function", node: property });
      else if (typescript.isPropertyAssignment(property)) given.set(name, values.valueOf(property.initializer));
      else if (typescript.isShorthandPropertyAssignment(property)) given.set(name, values.valueOf(property.name));
      else return missing("is handed other judges there");
    }
    const inlined = given.get("inlined");
    const isInlined = isBundled && uses.has("env") && givesVariables(contract, inlined);
    if (isInlined) given.delete("inlined");
    if (given.size !== uses.size) return missing("is handed other judges there");
    for (const [name, judge] of uses) {
      const own = isInlined && name === "env" ? (INLINED_JUDGES.get(judge)?.by ?? judge) : judge;
      const isOurs = given.has(name) ? holdings.isRuntime(given.get(name), own) : false;
      if (isOurs === undefined) return unknown(`its judge "${name}" cannot be traced`);
      if (!isOurs) return missing(`is judged by another "${name}" there`);
    }
    return undefined;
  };

  const findValidatorProblem = (
    { validators }: BuiltContract,
    node: ts.Expression | undefined,
  ): Problem | undefined => {
    const list = node && plain(typescript, node);
    if (!list || !typescript.isArrayLiteralExpression(list) || list.elements.length !== validators.length) {
      return missing("has other validators there");
    }
    const comparisons = validators.map((text, index) => compareValidator(text, list.elements[index]!));
    if (comparisons.includes("different")) return missing("has another validator there");
    return comparisons.includes("unknown") ? unknown("a validator cannot be compared") : undefined;
  };

  const findCallProblem = (contract: BuiltContract, call: ContractCall, entry: "enforce" | "provide") => {
    const { callee, atom, node, script } = call;
    const [first, second, third, ...others] = node.arguments;
    const data = first && constantOf(typescript, values, first);
    if (!data || !isSame(data.value, contract.data))
      return missing("says something else there: it is not from this build");
    const line = lineOf(node, script.file);
    if (callee === undefined) return unknown(`what line ${line} calls cannot be traced`);
    if (callee !== entry) return missing(`is handed to something else than ${entry}() there (line ${line})`);
    if (others.length > 1 || node.arguments.some(typescript.isSpreadElement))
      return missing("is handed other judges there");
    if (!atom) return unknown(`line ${line} need not run, or what it throws is lost`);
    return findUseProblem(contract, second) ?? findValidatorProblem(contract, third);
  };

  /** The module must ask its guard, behind the call that enforces. */
  const findAskProblem = (call: ContractCall): Problem | undefined => {
    const guard = holdings.guardOf(call);
    if (!guard && holdings.mayHaveGuard(call)) return unknown("what makes its guard cannot be traced");
    if (!guard?.atom) return missing("is enforced there, but no guard comes of it");
    const asks = holdings.asksOf(guard);
    if (!asks.length) return unknown("no module asks the guard that comes of it");
    const early = asks.find((ask) => !holdings.comesAfter(call.atom!, ask.node));
    return (
      early &&
      missing(`is not enforced before its module runs (line ${lineOf(early.node, early.node.getSourceFile())})`)
    );
  };

  /** `__name(() => a, "a")`: what is named. */
  const unnamed = (expression: ts.Expression): ts.Expression => {
    const node = plain(typescript, expression);
    const named = typescript.isCallExpression(node) ? values.namedBy(node) : undefined;
    return named ? unnamed(named) : node;
  };

  /** The names of the packages that are given; `undefined` for another form than functions that give them. */
  const namesGiven = ({ packages }: ShapeCall): readonly string[] | undefined => {
    const names = objectOf(packages)?.properties.map((property) => {
      const isGiven =
        typescript.isMethodDeclaration(property) ||
        (typescript.isPropertyAssignment(property) && isFunc(typescript, unnamed(property.initializer)));
      const { name } = property;
      if (!isGiven || !name) return undefined;
      return typescript.isIdentifier(name) ? name.text : literalOf(typescript, name);
    });
    return names?.every((name) => name !== undefined) ? names : undefined;
  };

  /** The exports of packages must be validated before the module runs: by its sidecar, or first of all by itself. */
  const findShapeProblem = ({ key, shaped }: BuiltContract, call: ContractCall): Problem | undefined => {
    if (!shaped.length) return undefined;
    const guard = holdings.guardOf(call);
    const asks = guard ? holdings.asksOf(guard) : [];
    const found = holdings.shapesOf(key);
    const isFirst = ({ node, atom }: ShapeCall, before: Atom | undefined) =>
      atom !== undefined && atom.container === before?.container && isBehind(typescript, before, node);
    const isInPlace = (each: ShapeCall) => isFirst(each, call.atom) || asks.some((ask) => isFirst(each, ask));
    const own = found.filter((each) => each.isShaped !== false && isInPlace(each));
    const [first] = own;
    const all = shaped.join(", ");
    if (!first) return missing(`is enforced there, but not for the exports of ${all}`);
    if (own.every(({ isShaped }) => !isShaped)) return unknown(`what validates the exports of ${all} cannot be traced`);
    const isComplete = own.some(
      (each) => each.isShaped && isSame([...(namesGiven(each) ?? [])].sort(), [...shaped].sort()),
    );
    return isComplete ? undefined : missing(`is enforced there, but not for the exports of ${all}`);
  };

  return {
    /** The problem of the contract of a module, which a call in the bundle enforces. */
    findProblem: (contract: BuiltContract, call: ContractCall) =>
      findCallProblem(contract, call, "enforce") ?? findAskProblem(call) ?? findShapeProblem(contract, call),

    /** The same for an external module, whose contract importers provide before they announce themselves. */
    findProvidedProblem: (contract: BuiltContract, call: ContractCall, asking: readonly ts.Node[]) => {
      const problem = findCallProblem(contract, call, "provide");
      if (problem) return problem;
      const isAsked = asking.some((node) => holdings.comesAfter(call.atom!, node));
      return isAsked ? undefined : missing("is asked for by no guard there");
    },
  };
}
