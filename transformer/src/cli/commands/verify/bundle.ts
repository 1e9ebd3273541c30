import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { isReached } from "./reach.js";
import { compareLists } from "./shape.js";
import {
  announcedMoments,
  type ContractLiteral,
  contractLiteralOf,
  hasSyntaxErrors,
  literalOf,
  parseJavaScript,
  walk,
} from "./syntax.js";

/** Verdict on one contract in one bundle; `unknown` when the bundler left a form that proves nothing. */
export type BundledContract = "enforced" | "unknown" | { readonly broken: string };

/** What verify can tell about a bundle. */
export interface Bundle {
  /** Verdict on a contract that a sidecar enforces, or `undefined` when the bundle does not hold it. */
  judge(contract: ContractLiteral): BundledContract | undefined;
  /** The same for a contract of a module that somebody else wrote. */
  judgeProvided(contract: ContractLiteral): BundledContract | undefined;
}

/** What tells the runtime's functions from others, whatever a minifier called them: the properties that they use. */
const RUNTIME = { enforce: ["asked", "environment"], provide: ["files"] } as const;
type RuntimeFunction = keyof typeof RUNTIME;

/** Whether a file holds the runtime, or imports it: a bundle does one or the other. */
export function looksLikeBundle(text: string): boolean {
  return text.includes("importspy.registry@") || /["'`]importspy\/dist\/guard\.[cm]js["'`]/.test(text);
}

/** Names that a bundle declares, with what they stand for. */
function collectDeclarations(typescript: TypeScript, file: ts.SourceFile): Map<string, ts.Node[]> {
  const declarations = new Map<string, ts.Node[]>();
  const add = (name: string, node: ts.Node) => declarations.set(name, [...(declarations.get(name) ?? []), node]);
  walk(typescript, file, (node) => {
    if (typescript.isFunctionDeclaration(node) && node.name) add(node.name.text, node);
    if (typescript.isVariableDeclaration(node) && typescript.isIdentifier(node.name) && node.initializer) {
      add(node.name.text, node.initializer);
    }
    if (typescript.isBinaryExpression(node) && typescript.isIdentifier(node.left)) add(node.left.text, node.right);
    if (typescript.isBindingElement(node) && typescript.isIdentifier(node.name)) add(node.name.text, node);
    if (typescript.isImportSpecifier(node)) add(node.name.text, node);
  });
  return declarations;
}

/** What webpack numbered modules export: in module 582, `n.d(exports, { FE: () => enforce })`. */
function findNumberedExport(
  typescript: TypeScript,
  file: ts.SourceFile,
  module: string,
  name: string,
): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const isNamed = (node: ts.Node, text: string) =>
    (typescript.isPropertyAssignment(node) || typescript.isMethodDeclaration(node)) &&
    (literalOf(typescript, node.name) ?? node.name.getText()) === text;
  walk(typescript, file, (node) => {
    if (!isNamed(node, module)) return;
    walk(typescript, node, (inner) => {
      if (!typescript.isPropertyAssignment(inner) || !isNamed(inner, name)) return;
      const { initializer } = inner;
      const body = typescript.isArrowFunction(initializer) ? initializer.body : initializer;
      const value = typescript.isParenthesizedExpression(body) ? body.expression : body;
      if (typescript.isIdentifier(value)) found = value;
    });
  });
  return found;
}

function usesProperties(typescript: TypeScript, node: ts.Node, properties: readonly string[]): boolean {
  const used = new Set<string>();
  walk(typescript, node, (each) => {
    if (typescript.isPropertyAccessExpression(each)) used.add(each.name.text);
    if (typescript.isPropertyAssignment(each) || typescript.isShorthandPropertyAssignment(each)) {
      used.add(each.name.getText());
    }
    // { announced } and { announced: a }
    if (typescript.isBindingElement(each)) used.add((each.propertyName ?? each.name).getText());
  });
  return properties.every((property) => used.has(property));
}

/**
 * Reads a bundle. A bundler renames and moves everything, so this finds contracts by their data, which it must keep,
 * and the runtime's functions by the properties that they use.
 *
 * @param typescript - Its parser.
 * @param fileName - The bundle, or one of its chunks.
 * @param text - Its text.
 * @returns `undefined` when it is no JavaScript.
 */
export function readBundle(typescript: TypeScript, fileName: string, text: string): Bundle | undefined {
  const file = parseJavaScript(typescript, fileName, text);
  if (hasSyntaxErrors(file)) return undefined;
  const declarations = collectDeclarations(typescript, file);
  const contracts: ContractLiteral[] = [];
  const announced = new Set<string>();
  /** Code in strings, in which nothing can be proven. */
  const evaluated: string[] = [];
  walk(typescript, file, (node) => {
    const contract = contractLiteralOf(typescript, node);
    if (contract) contracts.push(contract);
    if (typescript.isCallExpression(node)) {
      // What webpack does with modules for its development server.
      if (node.expression.getText() === "eval") evaluated.push(literalOf(typescript, node.arguments[0]) ?? "");
      for (const key of announcedMoments(typescript, node.arguments[1])?.flat() ?? []) announced.add(key);
    }
  });

  /** Whether a callee is a function of the runtime; `undefined` when it cannot be traced. */
  const isRuntime = (callee: ts.Expression, wanted: RuntimeFunction): boolean | undefined => {
    if (typescript.isParenthesizedExpression(callee)) return isRuntime(callee.expression, wanted);
    // (0, runtime.enforce)(…)
    if (typescript.isBinaryExpression(callee)) return isRuntime(callee.right, wanted);
    if (typescript.isPropertyAccessExpression(callee)) {
      if (callee.name.text === wanted) return true;
      const required = (declarations.get(callee.expression.getText()) ?? []).filter(typescript.isCallExpression);
      const exported = required.flatMap(({ arguments: [module] }) => {
        const id = literalOf(typescript, module);
        return (id !== undefined && findNumberedExport(typescript, file, id, callee.name.text)) || [];
      });
      // A minifier uses a name many times over; that one of them leads to the runtime is what can be known.
      const verdicts = exported.map((each) => isRuntime(each, wanted));
      return verdicts.includes(true) || (verdicts.length && !verdicts.includes(undefined) ? false : undefined);
    }
    if (!typescript.isIdentifier(callee)) return undefined;
    const candidates = declarations.get(callee.text) ?? [];
    const verdicts = candidates.map((node) => {
      if (typescript.isBindingElement(node) || typescript.isImportSpecifier(node)) {
        return (node.propertyName ?? node.name).getText() === wanted ? true : undefined;
      }
      return typescript.isFunctionLike(node) ? usesProperties(typescript, node, RUNTIME[wanted]) : undefined;
    });
    if (verdicts.includes(true)) return true;
    return verdicts.length && !verdicts.includes(undefined) ? false : undefined;
  };

  const judge = (contract: ContractLiteral, wanted: RuntimeFunction): BundledContract | undefined => {
    const found = contracts.find(({ key }) => key === contract.key);
    if (!found) return evaluated.some((code) => code.includes(contract.module)) ? "unknown" : undefined;
    const comparison = compareLists(
      typescript,
      [contract.alternatives, ...contract.rest],
      [found.alternatives, ...found.rest],
    );
    if (comparison === "different") return { broken: "says something else there: it is not from this build" };
    const { parent } = found.node;
    if (!typescript.isCallExpression(parent) || parent.arguments[0] !== found.node) return "unknown";
    const verdict = isRuntime(parent.expression, wanted);
    if (verdict === undefined || comparison === "unknown" || !isReached(typescript, parent)) return "unknown";
    return verdict ? "enforced" : { broken: `is handed to something else than ${wanted}() there` };
  };

  return {
    judge: (contract) => judge(contract, "enforce"),
    judgeProvided: (contract) => {
      const verdict = judge(contract, "provide");
      return verdict === "enforced" && !announced.has(contract.key)
        ? { broken: "is asked for by no guard there" }
        : verdict;
    },
  };
}
