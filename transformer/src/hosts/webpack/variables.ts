/**
 * The variables that webpack and Rspack inline, by DefinePlugin, EnvironmentPlugin and plugins that use these.
 *
 * @module
 */
import { definedForm, type InlinedVariables } from "../bundler/inlined.js";
import type { BuildCompiler } from "./compiler.js";

/** The JavaScript parser of webpack. Its hooks show what is replaced. */
interface Parser {
  readonly hooks: { readonly expression: { get(name: string): unknown } };
}

/** The part of webpack's module factory that is used. */
export interface ModuleFactory {
  readonly hooks?: {
    readonly parser?: { for(type: string): { tap(name: string, work: (parser: Parser) => void): void } };
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** `{ process: { env: { X: "1" } } }` → `{ "process.env.X": "1" }`, in addition to the entry for the whole object. */
function flatten(define: Readonly<Record<string, unknown>>, prefix = ""): Record<string, unknown> {
  const entries = Object.entries(define).flatMap(([name, value]) => {
    const path = prefix + name;
    const inner = isRecord(value) && !(value instanceof RegExp) ? Object.entries(flatten(value, `${path}.`)) : [];
    return inner.length ? inner : [[path, value] as const];
  });
  return Object.fromEntries(entries);
}

/** The definitions of the plugins, from the properties where webpack and Rspack store them. */
function definitionsOf(compiler: BuildCompiler): Record<string, unknown> {
  const { plugins = [] } = compiler.options as { readonly plugins?: readonly unknown[] };
  const own = plugins.map((plugin) => (isRecord(plugin) ? plugin.definitions : undefined));
  const builtin = (compiler.__internal__builtinPlugins ?? []).filter(({ name }) => name === "DefinePlugin");
  const all = [...own, ...builtin.map(({ options }) => options)];
  return Object.fromEntries(all.filter(isRecord).flatMap((each) => Object.entries(flatten(each))));
}

/** The inlined variables of a compiler. */
export interface CompilerVariables extends InlinedVariables {
  /** Called when a compilation starts, with its module factory. */
  start(factory: ModuleFactory): void;
}

/**
 * Finds the variables that a compiler inlines.
 *
 * @param compiler - The compiler. It has all plugins when a variable is looked up.
 */
export function variablesOf(compiler: BuildCompiler): CompilerVariables {
  let parser: Parser | undefined;
  const isHooked = (name: string) => parser?.hooks.expression.get(name) !== undefined;
  const expressionOf = (name: string) => {
    const defined = definedForm(definitionsOf(compiler), name);
    return defined ?? ["import.meta.env", "process.env"].map((form) => `${form}.${name}`).find(isHooked);
  };
  return {
    start({ hooks }) {
      hooks?.parser?.for("javascript/esm").tap("importspy", (made) => {
        parser = made;
      });
    },
    expressionOf,
    isPutIn: (name) => expressionOf(name) !== undefined,
    where: "that DefinePlugin or EnvironmentPlugin names",
  };
}
