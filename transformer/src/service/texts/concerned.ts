/**
 * Finds by text alone which files of a project contracts may concern.
 *
 * @module
 */
import type ts from "typescript";
import type { TextGraph } from "./graph.js";
import { mayLoad } from "./plain.js";

/** Options that change which file a specifier means, or that let other files affect the result. */
const OTHER_FILES = ["allowJs", "checkJs", "baseUrl", "rootDirs", "moduleSuffixes", "noLib", "outFile"];

/**
 * Whether the import graph of a project shows all that contracts are about: neither options nor packages let other files
 * affect the result.
 */
export function isClosed(
  { options, fileNames, projectReferences }: Pick<ts.ParsedCommandLine, "options" | "fileNames" | "projectReferences">,
  graph: TextGraph,
): boolean {
  const listed = new Set(fileNames);
  const isOther = OTHER_FILES.some((name) => options[name] !== undefined && options[name] !== false);
  if (isOther || projectReferences?.length || graph.reachesImportspy) return false;
  if (!fileNames.every((name) => graph.has(name)) || !graph.tagged.every((name) => listed.has(name))) return false;
  return !graph.tagged.some((name) => name.endsWith(".d.ts"));
}

/** An export that may be a re-export. The export of a new declaration does not match. */
const HANDS_ON =
  /\bexport\b(?!\s+(?:declare\s+)?(?:(?:async\s+)?function\b|interface\b|type\s+[\w$]+\s*[=<]|(?:const\s+)?enum\b|(?:abstract\s+)?class\b))/;
/** Code that may add a member to an export. */
const ADDS =
  /\b(?:static|exports|namespace)\b|\bmodule\s+[\w$]+\s*\{|\bObject\s*\.\s*(?:assign|define)|(?<![\w$.])(?!this\b)[A-Za-z_$][\w$]*(?:\.[\w$#]+|\[[^\]\n]*\])+\s*=(?![=>])/;

/** Whether a module may pass on what it imports. */
export const mayHandOn = (text: string) => HANDS_ON.test(text) || ADDS.test(text);

/** All nodes that can be reached from some nodes of a graph. */
export function reach(starts: Iterable<string>, next: (name: string) => Iterable<string>): Set<string> {
  const found = new Set<string>();
  const left = [...starts];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    for (const each of next(name)) {
      if (found.has(each)) continue;
      found.add(each);
      left.push(each);
    }
  }
  return found;
}

/** Turns the edges of a graph around. */
export function importersIn(graph: TextGraph, fileNames: readonly string[]): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const from of fileNames) {
    for (const to of graph.loadsOf(from)) {
      const list = importers.get(to);
      if (list) list.push(from);
      else importers.set(to, [from]);
    }
  }
  return importers;
}

/**
 * The files that may get a guard: contracted modules, their importers, files that re-export them, and files that load
 * modules by calls. There may be too many, never too few.
 *
 * @param graph - The import graph of a project in which no contract is about a package.
 * @param fileNames - The files of the project.
 */
export function findConcerned(graph: TextGraph, fileNames: readonly string[]): Set<string> {
  const importers = importersIn(graph, fileNames);
  const loading = fileNames.filter((name) => mayLoad(graph.textOf(name)));
  const concerned = new Set([...graph.tagged, ...loading]);
  // Texts do not tell what a call loads.
  const passing = new Set([...graph.tagged, ...loading.filter((name) => mayHandOn(graph.textOf(name)))]);
  // A Set goes through what is added on the way.
  for (const name of passing) {
    for (const each of importers.get(name) ?? []) {
      concerned.add(each);
      if (mayHandOn(graph.textOf(each))) passing.add(each);
    }
  }
  return concerned;
}
