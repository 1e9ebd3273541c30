import path from "node:path";
import { readConfigs } from "./config.js";
import { Look } from "./scan.js";

/** The import graph of a project, from its texts. It may have more edges than there are imports, never fewer. */
export interface TextGraph {
  /** Whether a file was read. */
  has(fileName: string): boolean;
  /** The files that contain the tag. */
  readonly tagged: readonly string[];
  /** Whether a file loads importspy, or a package that was built with it. */
  readonly reachesImportspy: boolean;
  /** The files that a file may load, in the order of its text. */
  loadsOf(fileName: string): Iterable<string>;
  /** The files to which a specifier in a file may resolve. */
  leads(specifier: string, fileName: string): readonly string[];
  textOf(fileName: string): string;
  /** Replaces the text of a file whose imports did not change. */
  replace(fileName: string, text: string): void;
  /** The files in the order of a program: each after the files that it loads. */
  order(roots: readonly string[]): string[];
  /** All files on which the answers depend: sources, configurations, package.json files. */
  inputs(): readonly string[];
}

/**
 * Reads all texts of a project.
 *
 * @param tsconfig - The path of its tsconfig.json, with `/`.
 * @returns `undefined` when only TypeScript can tell which files the project has.
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
      // Iterative, since imports may form long chains.
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
