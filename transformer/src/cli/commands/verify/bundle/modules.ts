/**
 * The modules that a call of a bundle runs: wrapped ones, numbered ones, and other files.
 *
 * @module
 */
import type ts from "typescript";
import { memoize } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { accessOf } from "./definitions.js";
import { type Func, isFunc, plain, type Script } from "./script.js";
import type { Values } from "./value.js";
import { createWrappers, type Wrapped } from "./wrappers.js";

export const isRequire = (typescript: TypeScript, callee: ts.Expression): boolean =>
  typescript.isIdentifier(callee) && /^(__)?require$/.test(callee.text);

/** Makes what tells which functions, or which other file, a call runs as modules. */
export function createLoads(
  typescript: TypeScript,
  scripts: readonly Script[],
  { scriptOf, valueOf: valueIn, scriptAt }: Pick<Values, "scriptOf" | "valueOf" | "scriptAt">,
): Values["loadedBy"] {
  /** What webpack and others ask for numbered modules: a parameter of each, or a function that hands out `exports`. */
  function asksForModules(callee: ts.Expression): boolean {
    const access = accessOf(typescript, callee);
    const value = valueIn(access ? access.object : callee);
    // Turbopack's `e.i(1)`; webpack's `n.e(1)` loads the chunk with a number.
    if (access) return value?.kind === "parameter" && value.index === 0;
    if (value?.kind === "parameter") return value.index !== 1;
    // A chunk of webpack's own, which exports it.
    if (value?.kind === "exports") return true;
    if (value?.kind !== "function") return false;
    let handsOut = false;
    walk(typescript, value.node, (each) => {
      handsOut ||= typescript.isPropertyAccessExpression(each) && each.name.text === "exports";
    });
    return handsOut;
  }

  /** Where chunks share no other chunk, each has a copy of a module: one stands for all that are alike. */
  const modulesOf = memoize((id: string): readonly Func[] => {
    const copies = scripts.flatMap((each) => each.modules.get(id) ?? []);
    const [first] = copies;
    return first && copies.every((copy) => copy.getText() === first.getText()) ? [first] : copies;
  });

  const loadedBy = memoizeAcyclic((call: ts.CallExpression): readonly ts.Node[] => {
    const callee = plain(typescript, call.expression);
    const script = scriptOf(call);
    const id = literalOf(typescript, call.arguments[0]);
    if (id !== undefined && call.arguments.length === 1) {
      if (isRequire(typescript, callee)) return [scriptAt(id, script)?.file ?? []].flat();
      const modules = modulesOf(id);
      if (modules.length && asksForModules(callee)) {
        return modules.length > 1 ? (script.modules.get(id) ?? modules) : modules;
      }
    }
    const value = valueIn(callee);
    const loaded = value?.kind === "function" ? value.node : value?.kind === "call" ? wrappedBy(value.node) : undefined;
    const isPlain = loaded && !loaded.asteriskToken && !isAsync(loaded);
    return isPlain ? [loaded] : [];
  }, []);

  const isAsync = ({ modifiers }: Func) =>
    modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.AsyncKeyword) ?? false;

  const wraps = createWrappers(typescript, scriptOf);

  /** `__commonJS({ "x.js"(exports, module) { … } })`, `__esm(() => { … })`: the function that is called later. */
  function wrappedBy({ expression, arguments: [given, ...others] }: ts.CallExpression): Func | undefined {
    if (!given || others.length) return undefined;
    const wrapper = valueIn(expression);
    const all = wrapper?.kind === "any" ? wrapper.values : [wrapper];
    const takes = (wanted: Wrapped) => all.every((each) => each?.kind === "function" && wraps(each.node) === wanted);
    const value = plain(typescript, given);
    if (isFunc(typescript, value)) return takes("function") ? value : undefined;
    if (!typescript.isObjectLiteralExpression(value) || value.properties.length !== 1) return undefined;
    const [property] = value.properties;
    const wrapped = typescript.isPropertyAssignment(property!) ? plain(typescript, property.initializer) : property!;
    return isFunc(typescript, wrapped) && takes("object") ? wrapped : undefined;
  }

  return loadedBy;
}

/** Asks once; what asks for itself gets nothing. */
export function memoizeAcyclic<Key, Result>(find: (key: Key) => Result, nothing?: Result): (key: Key) => Result {
  const known = new Map<Key, Result>();
  return (key) => {
    if (!known.has(key)) {
      known.set(key, nothing as Result);
      known.set(key, find(key));
    }
    return known.get(key) as Result;
  };
}
