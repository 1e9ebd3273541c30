import { createHash } from "node:crypto";
import path from "node:path";
import type ts from "typescript";
import { version } from "../../../artifacts/version.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { SIDECAR_HEADER } from "../../../generate/sidecar.js";
import {
  announcedMoments,
  type ContractLiteral,
  contractLiteralOf,
  hasSyntaxErrors,
  literalOf,
  parseJavaScript,
  propertyOf,
} from "./syntax.js";

/** What a sidecar does, read from its code. */
export interface Sidecar {
  readonly fileName: string;
  /** Why it cannot be relied on; then the rest is not to be trusted either. */
  readonly problem: string | undefined;
  /** Package of its file. */
  readonly packageName: string | undefined;
  /** The contract that it enforces. */
  readonly contract: ContractLiteral | undefined;
  /** Contracts of modules that somebody else wrote. */
  readonly provided: readonly ContractLiteral[];
  /** Keys of the contracted modules that its file loads in its moments, by number. */
  readonly moments: readonly (readonly string[])[];
  /** The number of the moment in which it is evaluated itself. */
  readonly head: number | undefined;
}

const HEADER = new RegExp(`^${SIDECAR_HEADER}(\\S+) sha256:([0-9a-f]{64})\\n`);

/** Whether the header keeps its promise: the hash is that of everything behind the first line. */
function findProblem(text: string): string | undefined {
  const [header, builtWith, hash] = HEADER.exec(text) ?? [];
  if (!header) return "is no complete sidecar; build again";
  if (builtWith !== version) return `was built by importspy ${builtWith}, but this is ${version}; build again`;
  const actual = createHash("sha256").update(text.slice(header.length)).digest("hex");
  return actual === hash ? undefined : "was changed after the build; build again";
}

/**
 * A sidecar's own imports: `import { guard } from "importspy/dist/guard.mjs"` or
 * `const { guard } = require("importspy/dist/guard.cjs")`, and none under another name or from elsewhere.
 */
function isImport(typescript: TypeScript, statement: ts.Statement): boolean {
  const isOurs = (specifier: string | undefined) =>
    specifier !== undefined && /^importspy\/dist\/(?:guard|formats|packages)\.[cm]js$/.test(specifier);
  if (typescript.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    const isPlain = bindings && typescript.isNamedImports(bindings) && bindings.elements.every((e) => !e.propertyName);
    return Boolean(isPlain) && isOurs(literalOf(typescript, statement.moduleSpecifier));
  }
  if (!typescript.isVariableStatement(statement)) return false;
  const { name, initializer } = statement.declarationList.declarations[0]!;
  if (!typescript.isObjectBindingPattern(name) || !name.elements.every((each) => !each.propertyName)) return false;
  const isRequire =
    initializer && typescript.isCallExpression(initializer) && initializer.expression.getText() === "require";
  return Boolean(isRequire) && isOurs(literalOf(typescript, (initializer as ts.CallExpression).arguments[0]));
}

const isDirective = (typescript: TypeScript, statement: ts.Statement): boolean =>
  typescript.isExpressionStatement(statement) && typescript.isStringLiteral(statement.expression);

/**
 * Reads a further sidecar, which an ES module imports between others: `x.importspy-1.js`.
 *
 * @param text - Its text.
 * @param sidecar - The specifier of the file's sidecar.
 * @returns The number of its moment, or why it cannot be relied on.
 */
export function readFurtherSidecar(text: string, sidecar: string): { moment?: number; problem?: string } {
  const problem = findProblem(text);
  if (problem) return { problem };
  const [, name, moment] =
    /^import \{ \$importspy as guard \} from (".*");\nexport const \$importspy = guard\((\d+)\);\n$/.exec(
      text.slice(text.indexOf("\n") + 1),
    ) ?? [];
  if (name === undefined || JSON.parse(name) !== sidecar)
    return { problem: "is not written as this version writes sidecars" };
  return { moment: Number(moment) };
}

/** `dist/x.importspy.js` is the sidecar of what was made of `src/x.ts`. */
function isNamedAfter(fileName: string, module: string): boolean {
  const emitted = path.basename(fileName).replace(/\.importspy\.[cm]?js$/, "");
  return emitted === path.posix.basename(module).replace(/\.[cm]?[jt]sx?$/, "");
}

function callOf(typescript: TypeScript, statement: ts.Statement): ts.CallExpression | undefined {
  if (typescript.isVariableStatement(statement)) {
    const { initializer } = statement.declarationList.declarations[0]!;
    return initializer && typescript.isCallExpression(initializer) ? initializer : undefined;
  }
  if (!typescript.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const value = typescript.isBinaryExpression(expression) ? expression.right : expression;
  return typescript.isCallExpression(value) ? value : undefined;
}

/**
 * Reads a sidecar.
 *
 * @param typescript - Its parser.
 * @param fileName - Where it was found.
 * @param text - Its text.
 */
export function readSidecar(typescript: TypeScript, fileName: string, text: string): Sidecar {
  let problem = findProblem(text);
  let contract: ContractLiteral | undefined;
  /** What says whose sidecar this is: the contract, or the announcement of imports. */
  let owner: ts.Expression | undefined;
  const provided: ContractLiteral[] = [];
  let moments: string[][] | undefined;
  let head: number | undefined;
  let isStrange = false;
  const file = parseJavaScript(typescript, fileName, text);
  for (const statement of file.statements) {
    if (isDirective(typescript, statement) || isImport(typescript, statement)) continue;
    const call = callOf(typescript, statement);
    if (!call || !typescript.isIdentifier(call.expression)) {
      isStrange = true;
      continue;
    }
    const [first] = call.arguments;
    const literal = first && contractLiteralOf(typescript, first);
    switch (call.expression.text) {
      case "enforce":
        isStrange ||= !literal;
        contract = literal;
        owner = first;
        break;
      case "provide":
        if (literal) provided.push(literal);
        break;
      case "guard":
      case "guardCommonJs":
        owner ??= first;
        moments = announcedMoments(typescript, call.arguments[1]);
        break;
      case "$importspy":
        head = Number(literalOf(typescript, first));
        break;
      case "block":
        problem ??= "refuses every import: the contract has errors; mend them and build again";
        break;
      default:
        isStrange = true;
    }
  }
  isStrange ||= hasSyntaxErrors(file) || !moments || (head !== undefined && !moments[head]);
  if (isStrange) problem ??= "is not written as this version writes sidecars";
  const nameOf = (property: string) =>
    owner && typescript.isObjectLiteralExpression(owner)
      ? literalOf(typescript, propertyOf(typescript, owner, property))
      : undefined;
  const [packageName, moduleName] = [nameOf("package"), nameOf("module")];
  const isOther = moduleName !== undefined && !isNamedAfter(fileName, moduleName);
  if (isOther) problem ??= `is that of ${moduleName}; build again`;
  return { fileName, problem, packageName, contract, provided, moments: moments ?? [], head };
}
