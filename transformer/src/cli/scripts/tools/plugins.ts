/**
 * Checks whether a configuration, or a script that calls a bundler, uses importspy's plugin. The file is parsed, not
 * run.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { configsOf, constantsOf, exportedBy, propertyOf } from "./exported.js";
import { namedState, type PluginState, transformState, wrapperState } from "./forms.js";
import { propertiesOf } from "./strings.js";

/** How a tool accepts plugins. */
export interface PluginPlace {
  /** The matching entries of `@importspy/transformer`: `"vite"`. */
  readonly hosts: readonly string[];
  /**
   * The form of plugins: calls in a list (the default), a function around the exported configuration, a transformer
   * that names another one, or a name in a list.
   */
  readonly form?: "wrapper" | "transformer" | "name";
  /** The property with the list of plugins. */
  readonly list: string;
  /** The objects of the configuration that have such a list, by their paths: `vite` of Astro. Each needs the plugin. */
  readonly sections?: readonly string[];
  /** A section that is not there is not built, so it needs no plugin. */
  readonly isSectionOptional?: boolean;
  /** The configuration files of a tool that finds the sources itself. */
  readonly configs?: readonly string[];
  /** Options that name another configuration of such a tool. */
  readonly configOptions?: readonly string[];
  /** The only subcommands of such a tool that use the plugins. */
  readonly commands?: readonly string[];
  /** Properties with one object per build. Each of them needs the plugin. */
  readonly entries?: readonly string[];
  /** A property and value that also guard, for ts-loader. */
  readonly name?: readonly [property: string, value: string];
}

/** A configuration, or a script that calls a bundler, without importspy's plugin. */
export interface MissingPlugin {
  readonly fileName: string;
  readonly place: PluginPlace;
  /** The matching entry of `@importspy/transformer`. */
  readonly host: string;
}

/** The entry for a program or package: `rspack` for `@rspack/cli`. */
export const hostFor = ({ hosts }: PluginPlace, name: string): string =>
  hosts.find((host) => name.includes(host)) ?? hosts[0]!;

const PACKAGE = "@importspy/transformer/";

/** Whether a statement or a call loads an entry of importspy for one of some hosts. */
function isEntry(typescript: TypeScript, node: ts.Node | undefined, hosts: readonly string[]): boolean {
  return (
    node !== undefined && typescript.isStringLiteralLike(node) && hosts.some((host) => node.text === PACKAGE + host)
  );
}

/** Whether an expression is `require("@importspy/transformer/vite")`, `await import()` of it, or its `.default`. */
function isLoaded(typescript: TypeScript, node: ts.Expression | undefined, hosts: readonly string[]): boolean {
  if (!node) return false;
  if (typescript.isAwaitExpression(node) || typescript.isParenthesizedExpression(node))
    return isLoaded(typescript, node.expression, hosts);
  if (typescript.isPropertyAccessExpression(node))
    return node.name.text === "default" && isLoaded(typescript, node.expression, hosts);
  return typescript.isCallExpression(node) && isEntry(typescript, node.arguments[0], hosts);
}

/** The declarations of a file. */
interface Declared {
  /** The local names of the plugin. */
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

/** Whether each section of each exported configuration has the plugin. */
function sectionState(
  typescript: TypeScript,
  file: ts.SourceFile,
  { sections = [], isSectionOptional }: PluginPlace,
  isGuarded: (object: ts.ObjectLiteralExpression) => boolean,
): PluginState {
  const constants = constantsOf(typescript, file);
  const configs = configsOf(typescript, constants, exportedBy(typescript, file));
  const stateOf = (config: ts.ObjectLiteralExpression, section: string): PluginState => {
    let object = config;
    for (const name of section.split(".")) {
      const value = propertyOf(typescript, constants, object, name);
      // A spread may have the section, or replace it.
      if (object.properties.some(typescript.isSpreadAssignment)) return "unknown";
      if (!value) return isSectionOptional ? "used" : "missing";
      if (!typescript.isObjectLiteralExpression(value)) return "unknown";
      object = value;
    }
    return isGuarded(object) ? "used" : propertyOf(typescript, constants, object, "plugins") ? "unknown" : "missing";
  };
  const states = (configs ?? []).flatMap((config) => sections.map((section) => stateOf(config, section)));
  if (!states.length || states.includes("unknown")) return "unknown";
  return states.includes("missing") ? "missing" : "used";
}

/** Whether a file adds importspy's plugin to each build that it describes. */
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
  if (place.sections) return sectionState(typescript, file, place, isGuarded);
  const guarded = objects.filter(isGuarded);
  if (!guarded.length) return "unknown";
  return objects.every((each) => !has(each, place.entries ?? []) || isGuarded(each)) ? "used" : "missing";
}
