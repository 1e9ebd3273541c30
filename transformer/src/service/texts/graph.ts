import path from "node:path";
import { Look, readConfigs } from "./scan.js";

/** What the texts of a project tell of who loads whom: more than is so, and never less. */
export interface TextGraph {
  /** Whether a file was read. */
  has(fileName: string): boolean;
  /** The files that have the tag. */
  readonly tagged: readonly string[];
  /** A package was built with importspy, or importspy itself is loaded. */
  readonly reachesImportspy: boolean;
  /** The files that a file may load, in the order of its text. */
  loadsOf(fileName: string): Iterable<string>;
  /** The files that a specifier in a file may lead to. */
  leads(specifier: string, fileName: string): readonly string[];
  textOf(fileName: string): string;
  /** Takes the new text of a file that loads nothing which it did not load before. */
  replace(fileName: string, text: string): void;
  /** Files in the order in which a program has them: each behind what it loads. */
  order(roots: readonly string[]): string[];
  /** All that the answers depend on: texts, configurations, package.json files. */
  inputs(): readonly string[];
}

/**
 * Reads all texts of a project.
 *
 * @param tsconfig - The path of its tsconfig.json, with `/`.
 * @returns `undefined` where only TypeScript can tell which they are.
 */
export function readTextGraph(tsconfig: string): TextGraph | undefined {
  const configs = process.versions.pnp === undefined ? readConfigs(tsconfig) : undefined;
  if (!configs) return undefined;
  const look = new Look(configs, true);
  const loadsOf = (fileName: string) => look.loads.get(fileName) ?? [];
  return {
    has: (fileName) => look.read.has(fileName),
    get tagged() {
      return look.tagged;
    },
    get reachesImportspy() {
      return look.reachesImportspy;
    },
    loadsOf,
    leads: (specifier, fileName) => look.leads(specifier, path.posix.dirname(fileName)),
    replace: (fileName, text) => void look.texts.set(fileName, text),
    textOf: (fileName) => look.texts.get(fileName) ?? "",
    inputs: () => [...configs.flatMap((each) => each.configFiles), ...look.read, ...look.manifests],
    order(roots) {
      const entered = new Set<string>();
      const ordered: string[] = [];
      // Not by recursion: files may load each other in long chains.
      const left: { readonly name: string; readonly loads: Iterator<string> }[] = [];
      const enter = (name: string) => {
        if (entered.has(name)) return;
        entered.add(name);
        left.push({ name, loads: loadsOf(name)[Symbol.iterator]() });
      };
      for (const root of roots) {
        enter(root);
        for (let last = left.at(-1); last; last = left.at(-1)) {
          const { done, value } = last.loads.next();
          if (!done) enter(value);
          else {
            left.pop();
            ordered.push(last.name);
          }
        }
      }
      return ordered;
    },
  };
}
