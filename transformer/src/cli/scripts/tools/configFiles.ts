import path from "node:path";
import type ts from "typescript";
import type { Project } from "../model.js";
import { readLoads } from "../trace/loads.js";
import { createTextReader, propertiesOf, type Texts } from "./strings.js";

/** The parts of a tool's configuration that name code. */
export interface ToolConfig {
  readonly fileName: string;
  /**
   * The texts of some properties; `undefined` when none of them is set. A property is named by the end of its path
   * (`build.outDir`), or from the top (`^root`).
   */
  read(properties: readonly string[]): Texts | undefined;
}

const ENDINGS = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", ".jsonc"];

/** Finds the configuration of a tool in a folder. */
export function findToolConfig({ files }: Project, folder: string, names: readonly string[]): string | undefined {
  return names.flatMap((name) => ENDINGS.map((ending) => path.join(folder, name + ending))).find(files.isFile);
}

/** Parses a file according to its extension. */
export function parseFile(
  { typescript, files }: Project,
  fileName: string,
  text = files.read(fileName),
): ts.SourceFile {
  const { ScriptKind, ScriptTarget } = typescript;
  const kind = /\.jsonc?$|rc$/.test(fileName) ? ScriptKind.JSON : undefined;
  return typescript.createSourceFile(fileName, text ?? "", ScriptTarget.Latest, true, kind);
}

/** `main = "src/index.ts"` above the first table. Nothing else of wrangler.toml is needed. */
function readToml(text: string, properties: readonly string[]): Texts | undefined {
  const [top = ""] = text.split(/^\s*\[/m);
  const texts = properties.flatMap((name) => {
    const [, double, single] = new RegExp(`^\\s*${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "m").exec(top) ?? [];
    return double ?? single ?? [];
  });
  return texts.length ? { texts, isOpen: false } : undefined;
}

/** A configuration and the project files that it loads, because parts are often shared. */
function withShared(project: Project, fileName: string, cwd: string): ts.SourceFile[] {
  const seen = new Set([fileName]);
  const parsed: ts.SourceFile[] = [];
  for (const each of seen) {
    const file = parseFile(project, each);
    parsed.push(file);
    if (/\.jsonc?$/.test(each)) continue;
    for (const load of readLoads(project.typescript, file, cwd).loads) {
      if (load.kind !== "module" || !load.specifier.startsWith(".")) continue;
      const found = findToolConfig(project, path.dirname(each), [
        load.specifier,
        load.specifier.replace(/\.([cm]?)js$/, ".$1ts"),
      ]);
      if (found !== undefined) seen.add(found);
    }
  }
  return parsed;
}

/**
 * Reads the configuration of a tool without running it.
 *
 * @param project - Has the files.
 * @param fileName - The configuration.
 * @param cwd - The folder in which the tool runs.
 * @param key - The section of package.json, if the configuration is there.
 */
export function readToolConfig(project: Project, fileName: string, cwd: string, key?: string): ToolConfig {
  const { typescript, files } = project;
  if (fileName.endsWith(".toml")) {
    return { fileName, read: (properties) => readToml(files.read(fileName) ?? "", properties) };
  }
  const readers = withShared(project, fileName, cwd).map((file) => createTextReader(typescript, file, cwd));
  const all = readers.flatMap((reader) =>
    propertiesOf(typescript, reader.file).map(({ way, value }) => ({ way, value, reader })),
  );
  const own = all.filter(({ way }) => key === undefined || way === `.${key}` || way.startsWith(`.${key}.`));
  const top = key === undefined ? "." : `.${key}.`;
  return {
    fileName,
    read: (properties) => {
      const isAsked = (way: string) =>
        properties.some((each) => (each.startsWith("^") ? way === top + each.slice(1) : way.endsWith(`.${each}`)));
      const found = own.filter(({ way }) => isAsked(way));
      if (!found.length) return undefined;
      const read = found.map(({ value, reader }) => reader.read(value));
      return { texts: read.flatMap(({ texts }) => texts), isOpen: read.some(({ isOpen }) => isOpen) };
    },
  };
}
