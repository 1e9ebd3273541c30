/**
 * Files that belong together, an entry and its chunks, and what is read of them.
 *
 * @module
 */
import path from "node:path";
import { isFile } from "importspy/dist/files.cjs";
import type ts from "typescript";
import { literalOf } from "../syntax.js";
import { findHoldings, type GuardCall, type Holdings } from "./contracts.js";
import { constantOf } from "./data.js";
import type { BuiltContracts, BundleHost, Importer } from "./host.js";
import { readScript, type Script } from "./script.js";
import type { Values } from "./value.js";
import { createValues, targetOf } from "./values.js";

const RELATIVE = /(["'`])(\.{1,2}\/[^"'`\n]+\.[cm]?jsx?)\1/g;

const IS_NUMBERED = /__webpack_|\bwebpackChunk|\bexports\.modules\b|\bself\.TURBOPACK|require\((["'`])\.\/\1\s*\+/;

/** Files that load each other belong together: an entry and its chunks. */
export function groupsOf(host: BundleHost, files: readonly string[]): string[][] {
  const groups = new Map(files.map((file) => [file, new Set([file])]));
  const join = (left: string, right: string) => {
    const [into, from] = [groups.get(left)!, groups.get(right)!];
    if (into === from) return;
    for (const each of from) {
      into.add(each);
      groups.set(each, into);
    }
  };
  const numbered = files.filter((file) => IS_NUMBERED.test(host.read(file)));
  for (const file of numbered) join(numbered[0]!, file);
  for (const file of files) {
    for (const [, , specifier] of host.read(file).matchAll(RELATIVE)) {
      const target = path.resolve(path.dirname(file), specifier!);
      if (groups.has(target)) join(file, target);
    }
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

/** Whether a text has anything of importspy in it. */
export const isInvolved = ({ own, external }: BuiltContracts, text: string): boolean =>
  /importspy\.registry@|\bimportspy\/dist\/|\$importspy\b/.test(text) ||
  [...own.keys(), ...external].some(({ key }) => text.includes(key));

/** What is known of a group of files that were read. */
export interface Read {
  readonly scripts: readonly Script[];
  readonly values: Values;
  readonly holdings: Holdings;
  /** The calls that announce imports, with the file of the build that each stands for. */
  readonly importers: ReadonlyMap<GuardCall, Importer>;
}

const OF_RUNTIME = /[\\/]node_modules[\\/]importspy[\\/]dist[\\/]/;

/** Adds the files of importspy that a bundler wrote beside others, each as a file of its own (`preserveModules`). */
function withRuntime(group: readonly string[], read: BundleHost["read"]): ReadonlySet<string> {
  const files = new Set(group);
  // A Set goes through what is added on the way.
  for (const file of files) {
    for (const [, , specifier] of read(file).matchAll(RELATIVE)) {
      const target = path.resolve(path.dirname(file), specifier!);
      if (!files.has(target) && OF_RUNTIME.test(target) && isFile(target)) files.add(target);
    }
  }
  return files;
}

/** Reads the files of a group, and what they hold of importspy. */
export function readGroup(host: BundleHost, group: readonly string[]): Read {
  const { typescript, read, add } = host;
  const scripts = [...withRuntime(group, read)].flatMap((fileName) => {
    const script = readScript(typescript, fileName, read(fileName));
    if (!script) add("unknown", fileName, "is not JavaScript that can be read");
    return script ?? [];
  });
  const byName = new Map(scripts.map((script) => [script.fileName, script]));
  const values = createValues(typescript, scripts, (specifier, from) => {
    const target = targetOf(specifier, from.fileName);
    return target === undefined ? undefined : (byName.get(target) ?? byName.get(`${target}.js`));
  });
  const holdings = findHoldings(typescript, scripts, values, host.shipped);
  const importers = new Map(
    holdings.guards.flatMap((guard) => {
      const [identity] = guard.node.arguments;
      const importer = identity && host.contracts.importers.find((each) => isOf(host, values, each, identity));
      return importer ? [[guard, importer] as const] : [];
    }),
  );
  return { scripts, values, holdings, importers };
}

/** Whether `{ module: "src/a.ts", package: "a", … }` names an importer. */
function isOf({ typescript }: BundleHost, values: Values, importer: Importer, identity: ts.Expression): boolean {
  if (!typescript.isObjectLiteralExpression(identity)) return false;
  return (["module", "package"] as const).every((name) =>
    identity.properties.some(
      (property) =>
        typescript.isPropertyAssignment(property) &&
        (literalOf(typescript, property.name) ?? property.name.getText()) === name &&
        constantOf(typescript, values, property.initializer)?.value === importer[name],
    ),
  );
}
