import type ts from "typescript";
import { type Context, spanOf } from "../analysis/context.js";
import type { CheckedContract, ContractedModule } from "../analysis/model.js";
import { constituentsOf, printType } from "../check/types.js";
import { walk } from "../compiler/walk.js";
import type { Answered, CallUses } from "./values.js";
import type { VariableRead } from "./variables.js";

/** Whether two types are the same contract, also when they are written in different places. */
function isSame(context: Context, one: ts.Type, other: ts.Type): boolean {
  const { checker } = context;
  if (one === other) return true;
  const left = constituentsOf(one);
  const right = constituentsOf(other);
  if (left.length !== right.length) return false;
  if (left.length > 1) {
    return left.every((each) => right.some((wanted) => isSame(context, each, wanted)));
  }
  const isLike = checker.isTypeAssignableTo(one, other) && checker.isTypeAssignableTo(other, one);
  return isLike && variablesOf(context, one) === variablesOf(context, other);
}

/** The variables of a contract as a text. Types that are assignable to each other may differ in optional variables. */
function variablesOf({ checker }: Context, type: ts.Type): string {
  const env = checker.getPropertyOfType(type, "env");
  const variables = env ? constituentsOf(checker.getTypeOfSymbol(env)) : [];
  const texts = variables.map((each) =>
    checker
      .getPropertiesOfType(each)
      .map((symbol) => `${symbol.name}: ${checker.typeToString(checker.getTypeOfSymbol(symbol))}`)
      .sort()
      .join(),
  );
  return texts.sort().join(" | ");
}

/**
 * The name of a contract in code.
 *
 * @param context - The program.
 * @param module - The contracted module.
 * @param types - The type of each of its tags.
 * @returns `undefined` when the contract is written in its comment and has no name.
 */
export function contractNameOf(
  { ts }: Context,
  { comment }: ContractedModule,
  types: readonly ts.Type[],
): string | undefined {
  const { statement, tags } = comment;
  const isBare = tags.some(({ type }) => !type);
  if (isBare && statement && (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))) {
    return statement.name.text;
  }
  const names = types.map((type) => (type.aliasSymbol ?? type.symbol)?.name ?? "");
  return names.length && names.every((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && name !== "$i0")
    ? names.join(" | ")
    : undefined;
}

const MESSAGES = {
  env: {
    notCalled: "envNotCalled",
    withoutContract: "envWithoutContract",
    withoutType: "envWithoutType",
    ofAnother: "envOfAnotherContract",
  },
  importers: {
    notCalled: "importersNotCalled",
    withoutContract: "importersWithoutContract",
    withoutType: "importersWithoutType",
    ofAnother: "importersOfAnotherContract",
  },
} as const;

/**
 * Checks that `env<C>()` or `importers<C>()` names the contract of its own module.
 *
 * @param context - The program; its report receives the mistakes.
 * @param answered - Which of the two functions.
 * @param uses - The uses of the function in the file.
 * @param contract - The contract of the file, with its types, if it has one.
 */
export function checkReading(
  context: Context,
  answered: Exclude<Answered, "load">,
  { calls, others }: CallUses,
  contract: CheckedContract | undefined,
): void {
  const { checker, report } = context;
  const messages = MESSAGES[answered];
  for (const node of others) report(messages.notCalled, spanOf(node));
  if (!calls.length || (contract && !contract.alternatives)) return;
  const hasField =
    answered === "importers" ||
    contract?.alternatives?.some(({ conditions }) => conditions.some(({ path }) => path.startsWith("env.")));
  const wanted = contract?.types.flatMap((type) => constituentsOf(type)) ?? [];
  for (const call of calls) {
    const [argument] = call.typeArguments ?? [];
    if (!contract || !hasField) {
      report(messages.withoutContract, spanOf(call.expression), contract ? " with 'env'" : "");
    } else if (!argument) {
      report(messages.withoutType, spanOf(call.expression));
    } else {
      const given = constituentsOf(checker.getTypeFromTypeNode(argument));
      const isOwn =
        given.every((each) => wanted.some((type) => isSame(context, each, type))) &&
        wanted.every((type) => given.some((each) => isSame(context, each, type)));
      if (!isOwn) {
        const printed = printType(context, checker.getTypeFromTypeNode(argument));
        report(
          messages.ofAnother,
          spanOf(argument),
          printed,
          contractNameOf(context, contract.module, contract.types) ?? "Contract",
        );
      }
    }
  }
}

const IMPORTERS = /\/dist\/importers\/importers\.d\.[cm]?ts$/;

/**
 * Reports a module that waits at its top level for one of its importers. They would wait for each other forever.
 *
 * @param context - The program; its report receives the mistakes.
 * @param file - A file that calls `importers<C>()`.
 */
export function checkWaiting({ ts, checker, report }: Context, file: ts.SourceFile): void {
  const isLoad = (node: ts.Node): node is ts.CallExpression => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
    if (node.expression.name.text !== "load") return false;
    const declarations = checker.getSymbolAtLocation(node.expression.name)?.declarations ?? [];
    return declarations.some((each) => IMPORTERS.test(each.getSourceFile().fileName));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    const isWaiting = ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier);
    if (isWaiting) {
      walk(ts, node.expression, (inner) => {
        if (isLoad(inner)) report("importerAwaited", spanOf(inner));
      });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
}

/** Variables that need no declaration, because tools define them. */
const FREE: Readonly<Record<VariableRead["of"], readonly string[]>> = {
  "process.env": ["NODE_ENV"],
  "import.meta.env": ["NODE_ENV", "MODE", "DEV", "PROD", "SSR", "BASE_URL"],
};

/**
 * Reports variables that a module reads and that are not in its contract.
 *
 * @param context - The program; its report receives the mistakes.
 * @param reads - The variables that the module reads.
 * @param contract - Its contract.
 */
export function checkDeclared(
  { report }: Context,
  reads: readonly VariableRead[],
  { alternatives }: CheckedContract,
): void {
  const declared = new Set(alternatives?.flatMap(({ conditions }) => conditions.map(({ path }) => path)));
  if (![...declared].some((path) => path.startsWith("env."))) return;
  for (const { name, of, node } of reads) {
    if (!declared.has(`env.${name}`) && !FREE[of].includes(name)) report("undeclaredVariable", spanOf(node), name);
  }
}
