/**
 * Variables that webpack and Rspack put into code: by DefinePlugin, EnvironmentPlugin and whatever uses these.
 *
 * @module
 */
import { definedForm, type InlinedVariables } from "../bundler/inlined.js";
import type { BuildCompiler } from "./compiler.js";

/** Webpack's parser of JavaScript, whose hooks say what is replaced. */
interface Parser {
  readonly hooks: { readonly expression: { get(name: string): unknown } };
}

/** What makes modules, as far as it is used here. */
export interface ModuleFactory {
  readonly hooks?: {
    readonly parser?: { for(type: string): { tap(name: string, work: (parser: Parser) => void): void } };
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** `{ process: { env: { X: "1" } } }` → `{ "process.env.X": "1" }`, beside what stands there for the whole. */
function flatten(define: Readonly<Record<string, unknown>>, prefix = ""): Record<string, unknown> {
  const entries = Object.entries(define).flatMap(([name, value]) => {
    const path = prefix + name;
    const inner = isRecord(value) && !(value instanceof RegExp) ? Object.entries(flatten(value, `${path}.`)) : [];
    return inner.length ? inner : [[path, value] as const];
  });
  return Object.fromEntries(entries);
}

/** The definitions of plugins, by the properties in which webpack and Rspack keep them. */
function definitionsOf(compiler: BuildCompiler): Record<string, unknown> {
  const { plugins = [] } = compiler.options as { readonly plugins?: readonly unknown[] };
  const own = plugins.map((plugin) => (isRecord(plugin) ? plugin.definitions : undefined));
  const builtin = (compiler.__internal__builtinPlugins ?? []).filter(({ name }) => name === "DefinePlugin");
  const all = [...own, ...builtin.map(({ options }) => options)];
  return Object.fromEntries(all.filter(isRecord).flatMap((each) => Object.entries(flatten(each))));
}

/** The variables of a compiler. */
export interface CompilerVariables extends InlinedVariables {
  /** A compilation begins, with what makes its modules. */
  start(factory: ModuleFactory): void;
}

/**
 * Reads off a compiler which variables it puts in.
 *
 * @param compiler - The compiler, with all plugins when it is asked.
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
