import path from "node:path";
import transformer from "@importspy/transformer";
import ts from "typescript";
import { type Files, root } from "./project.ts";

/** What a program compiled in this process left behind; nothing is read or written on disk but TypeScript's libraries. */
export interface Compiled {
  /** Every diagnostic, as `file:line:column code message`. */
  readonly errors: readonly string[];
  readonly diagnostics: readonly ts.Diagnostic[];
  /** Emitted files by name, sidecars among them. */
  readonly emitted: Readonly<Record<string, string>>;
}

// Inside this repository, so that `importspy` resolves; no such folder exists.
const folder = path.join(root, "test/in-memory");

/** The options of a strict ES module project. */
export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  types: [],
  lib: ["lib.es2022.d.ts"],
};

const libraries = new Map<string, ts.SourceFile | undefined>();

function createHost(files: Files, options: ts.CompilerOptions, emitted: Record<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const virtual = new Map(Object.entries(files).map(([name, text]) => [path.join(folder, name), text]));

  const { getSourceFile } = host;
  return {
    ...host,
    getCurrentDirectory: () => folder,
    directoryExists: (name) =>
      name.startsWith(folder)
        ? [...virtual.keys()].some((file) => file.startsWith(`${name}/`))
        : ts.sys.directoryExists(name),
    fileExists: (name) => virtual.has(name) || (!name.startsWith(folder) && host.fileExists(name)),
    readFile: (name) => virtual.get(name) ?? host.readFile(name),
    writeFile: (name, text) => {
      emitted[path.relative(folder, name)] = text;
    },
    getSourceFile: (name, languageVersion) => {
      const text = virtual.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, languageVersion, true);
      if (!libraries.has(name)) libraries.set(name, getSourceFile(name, languageVersion));
      return libraries.get(name);
    },
  };
}

function format({ file, start, messageText, code }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (!file || start === undefined) return `${code} ${message}`;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${path.relative(folder, file.fileName)}:${line + 1}:${character + 1} ${code} ${message}`;
}

/**
 * Compiles files in memory.
 *
 * @param files - Their texts by path.
 * @param changes - Compiler options that differ from a strict ES module project.
 * @param plugin - Whether importspy takes part.
 * @param roots - The files that the program starts with; all sources when absent.
 */
export function compile(
  files: Files,
  changes: ts.CompilerOptions = {},
  plugin = true,
  roots: readonly string[] = Object.keys(files).filter((name) => /\.[cm]?[jt]sx?$/.test(name)),
): Compiled {
  const { lib = [], ...others } = { ...OPTIONS, rootDir: folder, outDir: path.join(folder, "dist"), ...changes };
  const options = others.noLib ? others : { lib, ...others };
  const emitted: Record<string, string> = {};
  const all = { "package.json": '{ "name": "app", "type": "module" }', ...files };
  const host = createHost(all, options, emitted);
  const created = ts.createProgram(
    roots.map((name) => path.join(folder, name)),
    options,
    host,
  );
  const program = plugin ? transformer.default(created, host, { transformProgram: true }, { ts }) : created;
  const diagnostics = ts.getPreEmitDiagnostics(program);
  program.emit();
  return { errors: diagnostics.map(format), diagnostics, emitted };
}
