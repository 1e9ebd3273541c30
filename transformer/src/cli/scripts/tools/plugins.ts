/**
 * Whether a configuration, or a script that calls a bundler, gives it importspy's plugin. Nothing of it is run.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { namedState, type PluginState, transformState, wrapperState } from "./forms.js";
import { propertiesOf } from "./strings.js";

/** How a tool takes plugins. */
export interface PluginPlace {
  /** The entries of `@importspy/transformer` that fit: `"vite"`. */
  readonly hosts: readonly string[];
  /**
   * How it takes them: as calls in a list (by default), as a function around what the configuration exports, as a
   * transformer that names another one, or as a name in a list.
   */
  readonly form?: "wrapper" | "transformer" | "name";
  /** The property that lists plugins. */
  readonly list: string;
  /** The configurations of a tool that finds the sources by itself. */
  readonly configs?: readonly string[];
  /** Properties of the objects that each are a build: all of them need the plugin. */
  readonly entries?: readonly string[];
  /** A property and its value that guard, too: of ts-loader. */
  readonly name?: readonly [property: string, value: string];
}

/** A configuration, or a script that calls a bundler, without importspy's plugin. */
export interface MissingPlugin {
  readonly fileName: string;
  readonly place: PluginPlace;
  /** The entry of `@importspy/transformer` that fits. */
  readonly host: string;
}

/** The entry that fits a program or package: `rspack` for `@rspack/cli`. */
export const hostFor = ({ hosts }: PluginPlace, name: string): string =>
  hosts.find((host) => name.includes(host)) ?? hosts[0]!;

const PACKAGE = "@importspy/transformer/";

/** The module that a statement or a call loads, when it is an entry of importspy for one of some hosts. */
function isEntry(typescript: TypeScript, node: ts.Node | undefined, hosts: readonly string[]): boolean {
  return (
    node !== undefined && typescript.isStringLiteralLike(node) && hosts.some((host) => node.text === PACKAGE + host)
  );
}

/** The value of `require("@importspy/transformer/vite")`, also behind `await import()` and `.default`. */
function isLoaded(typescript: TypeScript, node: ts.Expression | undefined, hosts: readonly string[]): boolean {
  if (!node) return false;
  if (typescript.isAwaitExpression(node) || typescript.isParenthesizedExpression(node))
    return isLoaded(typescript, node.expression, hosts);
  if (typescript.isPropertyAccessExpression(node))
    return node.name.text === "default" && isLoaded(typescript, node.expression, hosts);
  return typescript.isCallExpression(node) && isEntry(typescript, node.arguments[0], hosts);
}

/** What a file declares. */
interface Declared {
  /** The names that the plugin has. */
  readonly plugins: ReadonlySet<string>;
  /** Constants by name. */
  readonly constants: ReadonlyMap<string, ts.Expression>;
  readonly objects: readonly ts.ObjectLiteralExpression[];
}

function readDeclared(typescript: TypeScript, file: ts.SourceFile, hosts: readonly string[]): Declared {
  const plugins = new Set<string>();
  const constants = new Map<string, ts.Expression>();
  const objects: ts.ObjectLiteralExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (typescript.isImportDeclaration(node) && isEntry(typescript, node.moduleSpecifier, hosts)) {
      const { name, namedBindings } = node.importClause ?? {};
      if (name) plugins.add(name.text);
      const elements = namedBindings && typescript.isNamedImports(namedBindings) ? namedBindings.elements : [];
      for (const each of elements) {
        if (["default", "withImportspy"].includes((each.propertyName ?? each.name).text)) plugins.add(each.name.text);
      }
    }
    if (typescript.isVariableDeclaration(node) && typescript.isIdentifier(node.name) && node.initializer) {
      if (isLoaded(typescript, node.initializer, hosts)) plugins.add(node.name.text);
      else if (node.parent.flags & typescript.NodeFlags.Const) constants.set(node.name.text, node.initializer);
    }
    if (typescript.isObjectLiteralExpression(node)) objects.push(node);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return { plugins, constants, objects };
}

/** `getCustomTransformers: "@importspy/transformer/plugin"` */
function hasProperty(typescript: TypeScript, file: ts.SourceFile, [name, text]: readonly [string, string]): boolean {
  const own = propertiesOf(typescript, file).filter(({ way }) => way.endsWith(`.${name}`));
  return own.length > 0 && own.every(({ value }) => typescript.isStringLiteralLike(value) && value.text === text);
}

/** Finds out whether a file gives importspy's plugin to each build that it describes. */
export function pluginStateIn(typescript: TypeScript, file: ts.SourceFile, place: PluginPlace): PluginState {
  if (place.form === "transformer") return transformState(typescript, file, PACKAGE + place.hosts[0]!);
  if (place.form === "name") return namedState(typescript, file, PACKAGE.slice(0, -1));
  if (place.name && hasProperty(typescript, file, place.name)) return "used";
  const { plugins, constants, objects } = readDeclared(typescript, file, place.hosts);
  if (!plugins.size) return "missing";
  if (place.form === "wrapper") return wrapperState(typescript, file, plugins);
  const resolved = (node: ts.Expression): ts.Expression => {
    if (typescript.isParenthesizedExpression(node) || typescript.isAsExpression(node)) return resolved(node.expression);
    const constant = typescript.isIdentifier(node) ? constants.get(node.text) : undefined;
    return constant ? resolved(constant) : node;
  };
  const isPlugin = (node: ts.Expression): boolean => {
    const value = resolved(typescript.isSpreadElement(node) ? node.expression : node);
    if (typescript.isArrayLiteralExpression(value)) return value.elements.some(isPlugin);
    return (
      typescript.isCallExpression(value) &&
      typescript.isIdentifier(value.expression) &&
      plugins.has(value.expression.text)
    );
  };
  const nameOf = (property: ts.ObjectLiteralElementLike) =>
    property.name && (typescript.isIdentifier(property.name) || typescript.isStringLiteral(property.name))
      ? property.name.text
      : undefined;
  const has = (object: ts.ObjectLiteralExpression, names: readonly string[]) =>
    object.properties.some((each) => names.includes(nameOf(each) ?? ""));
  const isGuarded = (object: ts.ObjectLiteralExpression): boolean =>
    object.properties.some((property) => {
      if (typescript.isSpreadAssignment(property)) {
        const value = resolved(property.expression);
        return typescript.isObjectLiteralExpression(value) && isGuarded(value);
      }
      if (nameOf(property) !== place.list) return false;
      if (typescript.isPropertyAssignment(property)) return isPlugin(property.initializer);
      return typescript.isShorthandPropertyAssignment(property) && isPlugin(property.name);
    });
  const guarded = objects.filter(isGuarded);
  if (!guarded.length) return "unknown";
  return objects.every((each) => !has(each, place.entries ?? []) || isGuarded(each)) ? "used" : "missing";
}
