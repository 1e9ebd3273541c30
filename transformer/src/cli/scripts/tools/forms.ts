/**
 * Checks configurations without a list of plugins. Next.js has a function around the configuration, Jest a transformer,
 * nest-cli a name. The configuration is parsed, not run.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { type NamedValue, propertiesOf } from "./strings.js";

/** `used`: in every build. `missing`: not in some build. `unknown`: present, but not in an expected place. */
export type PluginState = "used" | "missing" | "unknown";

/** Whether an expression contains a text unconditionally. */
function hasText(typescript: TypeScript, node: ts.Node, text: string): boolean {
  if (typescript.isStringLiteralLike(node)) return node.text === text;
  return typescript.forEachChild(node, (child) => hasText(typescript, child, text)) ?? false;
}

const isDecided = (typescript: TypeScript, node: ts.Node): boolean =>
  typescript.isConditionalExpression(node) ||
  (typescript.isBinaryExpression(node) && node.operatorToken.kind !== typescript.SyntaxKind.EqualsToken);

/**
 * `export default withMDX(withImportspy(nextConfig))`
 *
 * @param names - The local names of the function.
 */
export function wrapperState(typescript: TypeScript, file: ts.SourceFile, names: ReadonlySet<string>): PluginState {
  const constants = new Map<string, ts.Node>();
  const exported: ts.Node[] = [];
  const collect = (node: ts.Node): void => {
    if (typescript.isVariableDeclaration(node) && typescript.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
    if (typescript.isExportAssignment(node)) exported.push(node.expression);
    const isAssigned = typescript.isBinaryExpression(node) && node.left.getText(file) === "module.exports";
    if (isAssigned) exported.push(node.right);
    typescript.forEachChild(node, collect);
  };
  collect(file);
  const seen = new Set<ts.Node>();
  const isWrapped = (node: ts.Node): boolean => {
    if (seen.has(node) || isDecided(typescript, node)) return false;
    seen.add(node);
    if (typescript.isCallExpression(node) && names.has(node.expression.getText(file))) return true;
    const constant = typescript.isIdentifier(node) ? constants.get(node.text) : undefined;
    return (constant && isWrapped(constant)) || (typescript.forEachChild(node, isWrapped) ?? false);
  };
  return exported.some(isWrapped) ? "used" : "unknown";
}

/** TypeScript files, to test which rule of Jest matches. */
const SOURCES = ["/app/src/x.ts", "/app/src/x.tsx"];

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    // Jest itself reports the invalid pattern.
    return false;
  }
}

/** `transform: { "^.+\\.tsx?$": ["@importspy/transformer/jest", { transform: "ts-jest" }] }` */
export function transformState(typescript: TypeScript, file: ts.SourceFile, entry: string): PluginState {
  const transforms = propertiesOf(typescript, file).filter(({ way }) => /(?:^|\.)transform$/.test(way));
  const outer = transforms.filter(
    ({ value }) => !transforms.some((each) => each.value !== value && isInside(value, each)),
  );
  const stateOf = ({ value }: NamedValue): PluginState => {
    if (!typescript.isObjectLiteralExpression(value)) return "unknown";
    const rules = value.properties.flatMap((each) =>
      typescript.isPropertyAssignment(each) && typescript.isStringLiteralLike(each.name)
        ? [{ pattern: each.name.text, value: each.initializer }]
        : [],
    );
    if (rules.length < value.properties.length) return "unknown";
    const first = SOURCES.map((name) => rules.find(({ pattern }) => matches(pattern, name)));
    const isGuarded = first[0] && first.every((each) => !each || hasText(typescript, each.value, entry));
    return isGuarded ? "used" : "missing";
  };
  const states = outer.map(stateOf);
  if (!states.length || states.includes("missing")) return "missing";
  return states.includes("unknown") ? (hasText(typescript, file, entry) ? "unknown" : "missing") : "used";
}

function isInside(node: ts.Node, { value }: NamedValue): boolean {
  return node.pos >= value.pos && node.end <= value.end;
}

/** `{ "compilerOptions": { "plugins": ["@importspy/transformer"] } }` */
export function namedState(typescript: TypeScript, file: ts.SourceFile, name: string): PluginState {
  const lists = propertiesOf(typescript, file).filter(({ way }) => way.endsWith("compilerOptions.plugins"));
  return lists.length && lists.every(({ value }) => hasText(typescript, value, name)) ? "used" : "missing";
}
