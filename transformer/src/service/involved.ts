/**
 * What a service knows from the small program, as long as no other file can change its answers.
 *
 * @module
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import { findSpecifiers } from "../compiler/specifiers.js";
import { mayNeedGuard } from "../discover/spelling.js";
import { emittedSpecifier } from "../emit/text/syntax.js";
import type { Project } from "./project.js";
import { createSmallProgram } from "./smallProgram.js";
import { createSnapshot, rememberNothing, type Snapshot } from "./snapshot.js";
import { readTextGraph } from "./texts/graph.js";
import { mayLoad, staysPlain } from "./texts/plain.js";

/** A small program of the files that have to do with contracts, with its answers. */
export interface Involved {
  readonly snapshot: Snapshot;
  /** Whether a file is in the small program. */
  has(fileName: string): boolean;
  /**
   * Whether a file outside of the small program is still unrelated to contracts.
   *
   * @param fileName - The file.
   * @param code - A text of it; by default the text on disk.
   */
  isUninvolved(fileName: string, code?: string): boolean;
  /** Whether changes on disk leave all answers as they are. */
  absorbs(changed: readonly string[]): boolean;
  /** The files that the build emits. */
  files(): readonly string[];
  /** All files on which the answers depend. */
  inputs(): readonly string[];
  /** The text of a file that was read. */
  textOf(fileName: string): string | undefined;
  /** The specifiers in a file that is unrelated to contracts; `undefined` for other files. */
  loadsOf(fileName: string): readonly string[] | undefined;
}

/** Calls with a literal specifier, which are found like imports. */
const LITERAL_CALLS = /\b(?:import|require)\s*\(\s*(["'`])[^"'`\n$]*\1\s*\)/g;

/** The folder of the runtime. It loads no modules of a project. In a workspace, it is not below `node_modules`. */
const RUNTIME = realpathSync(path.dirname(require.resolve("importspy/package.json"))).replaceAll("\\", "/");

/** Whether a file belongs to the runtime. */
export const isOfRuntime = (fileName: string): boolean => fileName.startsWith(`${RUNTIME}/`);

function readText(fileName: string): string | undefined {
  return existsSync(fileName) ? readFileSync(fileName, "utf8") : undefined;
}

/**
 * Makes the small program of a project, with its answers.
 *
 * @param typescript - The compiler.
 * @param project - The project.
 * @param tsconfig - Its tsconfig.json.
 * @returns `undefined` when the full program is needed, which includes every project with a mistake.
 */
export function openInvolved(typescript: TypeScript, project: Project, tsconfig: string): Involved | undefined {
  const config = project.config();
  const isAsListed = project.files().length === config.fileNames.length;
  const graph = isAsListed ? readTextGraph(tsconfig) : undefined;
  if (!graph) return undefined;
  const host: ts.CompilerHost = typescript.createCompilerHost(config.options);
  host.jsDocParsingMode = typescript.JSDocParsingMode.ParseForTypeErrors;
  const small = createSmallProgram(typescript, host, config, graph, false);
  if (!small) return undefined;
  const { program } = small;
  const snapshot = createSnapshot(typescript, program, project, rememberNothing(typescript, project), true);
  if (program.getSourceFiles().some((file) => snapshot.diagnosticsOf(file).length)) return undefined;

  const has = (fileName: string) => program.getSourceFile(fileName) !== undefined;
  const specifiersIn = (text: string) => {
    const found = [...findSpecifiers(text)];
    return new Set([...found, ...found.map(emittedSpecifier)]);
  };
  return {
    snapshot,
    has,
    isUninvolved(fileName, code) {
      if (isOfRuntime(fileName)) return true;
      const own = graph.has(fileName) ? graph.textOf(fileName) : undefined;
      if (own !== undefined && (code === undefined || code === own)) return true;
      const text = code ?? readText(fileName);
      if (text === undefined) return true;
      // Another tool may have added a tag or a call. A file outside of the project may have calls with computed
      // specifiers.
      if (mayNeedGuard(text) || (own === undefined && mayLoad(text.replace(LITERAL_CALLS, "")))) return false;
      const known = specifiersIn(own ?? "");
      const added = [...findSpecifiers(text)].filter((each) => !known.has(each));
      return !added.some((each) => graph.leads(each, fileName).some(has));
    },
    absorbs: (changed) =>
      changed.every((fileName) => {
        const text = graph.has(fileName) && !has(fileName) ? readText(fileName) : undefined;
        if (text === undefined || !staysPlain(findSpecifiers(graph.textOf(fileName)), text)) return false;
        graph.replace(fileName, text);
        return true;
      }),
    files: () =>
      graph
        .order(config.fileNames)
        .filter((each) => /(?<!\.d)\.[cm]?tsx?$/.test(each) && !each.includes("/node_modules/")),
    inputs: () => [...graph.inputs(), ...program.getSourceFiles().map((file) => file.fileName)],
    textOf: (fileName) => (graph.has(fileName) ? graph.textOf(fileName) : program.getSourceFile(fileName)?.text),
    loadsOf: (fileName) =>
      graph.has(fileName) && !has(fileName) ? [...findSpecifiers(graph.textOf(fileName))] : undefined,
  };
}
