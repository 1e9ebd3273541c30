import { readFileSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { memoize, once } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { walk } from "../syntax.js";
import { type Fingerprint, fingerprintOf, includes, matches } from "./fingerprint.js";
import { type Func, isFunc, readScript } from "./script.js";
import type { Values } from "./value.js";
import { createValues } from "./values.js";

/**
 * Recognizes importspy's own functions, whatever a minifier called them and inlined into them. What a minifier must keep
 * of a function (names of properties, texts, patterns and numbers) is compared with the function of this package's
 * runtime. Code that never runs does not count.
 */
export interface Shipped {
  /**
   * Whether a function of a bundle is the one that importspy exports by a name; `undefined` when it has more words than
   * that one, as after it was rewritten for an older JavaScript.
   */
  isShipped(name: string, node: Func, values: Values): boolean | undefined;
  /**
   * Whether a function of a bundle has the words of another one, which uses functions that importspy exports.
   *
   * @param names - Those functions.
   */
  hasSameWords(ours: ts.Node, ourValues: Values, names: readonly string[], theirs: Func, theirValues: Values): boolean;
}

/**
 * Reads this package's runtime, when it is first asked about: once for all bundles of a process.
 *
 * @param typescript - The parser.
 */
export const shippedFor = memoize(createShipped);

function createShipped(typescript: TypeScript): Shipped {
  const runtime = once(() => {
    const entries = ["guard", "values", "importers", "load", "inlined", "formats", "packages", "packages.browser"];
    const scripts = entries.map((name) => {
      const fileName = require.resolve(`importspy/dist/${name}.mjs`);
      return readScript(typescript, fileName, readFileSync(fileName, "utf8"))!;
    });
    const names = new Map(scripts.map((script) => [path.basename(script.file.fileName), script]));
    // One file imports what another has: "./guard.mjs".
    const resolve = (specifier: string) => names.get(path.basename(specifier));
    return { scripts, values: createValues(typescript, scripts, resolve) };
  });
  /** The functions that importspy exports by a name, which differ between Node.js and browsers. */
  const exportsOf = memoize((name: string): readonly Func[] => {
    const { scripts, values } = runtime();
    return scripts.flatMap(({ file }) => {
      const [value] = exportedBy(typescript, file, name).map((each) => values.valueOf(each));
      return value?.kind === "function" ? [value.node] : [];
    });
  });
  const fingerprintsOf = memoize((name: string): readonly Fingerprint[] =>
    exportsOf(name).map((node) => fingerprintOf(typescript, runtime().values, node, () => [])),
  );
  const isLike = (fingerprint: Fingerprint, name: string) =>
    fingerprintsOf(name).some((ours) => matches(fingerprint, ours));
  const depthOfExport = memoize((name: string) => {
    const { values } = runtime();
    const isIt = (node: Func) =>
      isLike(
        fingerprintOf(typescript, values, node, () => []),
        name,
      );
    return Math.max(...exportsOf(name).map((node) => depthOf(typescript, node, isIt)));
  });
  const wordsOfExport = (name: string) => [...(fingerprintsOf(name)[0]?.whole().all ?? [])];
  const known = new WeakMap<Func, Fingerprint>();
  const theirsOf = (node: Func, values: Values): Fingerprint => {
    const fingerprint = known.get(node) ?? fingerprintOf(typescript, values, node, wordsOfExport);
    known.set(node, fingerprint);
    return fingerprint;
  };
  return {
    hasSameWords(ours, ourValues, names, theirs, theirValues) {
      const used = names.flatMap(wordsOfExport);
      const all = new Set([...fingerprintOf(typescript, ourValues, ours, wordsOfExport).whole().all, ...used]);
      const { all: others } = theirsOf(theirs, theirValues).whole();
      return includes(all, others) && includes(others, all);
    },
    isShipped(name, node, values) {
      const isIt = (each: Func) => isLike(theirsOf(each, values), name);
      // A function around it has the same words, whether a minifier made it or it does something else with it.
      if (!isIt(node) || depthOf(typescript, node, isIt) > depthOfExport(name)) return false;
      return (
        fingerprintsOf(name).some((ours) => includes(ours.whole().all, theirsOf(node, values).whole().all)) || undefined
      );
    },
  };
}

/** How deep such functions are nested. */
function depthOf(typescript: TypeScript, node: Func, isIt: (node: Func) => boolean): number {
  let deepest = 0;
  walk(typescript, node, (each) => {
    if (each === node || !isFunc(typescript, each) || !isIt(each)) return true;
    deepest = Math.max(deepest, depthOf(typescript, each, isIt));
    return false;
  });
  return deepest + 1;
}

/** `export { a as name }` */
function exportedBy(typescript: TypeScript, file: ts.SourceFile, name: string): ts.Identifier[] {
  return file.statements.flatMap((statement) => {
    const clause = typescript.isExportDeclaration(statement) ? statement.exportClause : undefined;
    if (!clause || !typescript.isNamedExports(clause)) return [];
    const found = clause.elements.find((element) => element.name.text === name);
    const own = found?.propertyName ?? found?.name;
    return own && typescript.isIdentifier(own) ? [own] : [];
  });
}
