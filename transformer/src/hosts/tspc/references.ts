import type ts from "typescript";
import type { Tsc } from "./tsc.js";

/** A project of a solution. */
export interface SolutionProject {
  /** The file name of its tsconfig.json. */
  readonly fileName: string;
  readonly buildInfo: string;
  /** The projects that it references. A project without files is replaced by its own references. */
  readonly references: readonly SolutionProject[];
  /** Those that are referenced through a project without files. */
  readonly hidden: readonly SolutionProject[];
}

/** The projects of a solution, by the path of their `.tsbuildinfo`. */
export type Solution = ReadonlyMap<string, SolutionProject>;

/**
 * Whether a project has no files. TypeScript's up-to-date check skips such a project and everything that it references.
 */
function isContainer({ raw, projectReferences }: ts.ParsedCommandLine): boolean {
  const { files, include } = raw as { files?: unknown; include?: unknown };
  return Boolean(projectReferences?.length) && Array.isArray(files) && !files.length && include === undefined;
}

/**
 * Reads the references between projects, without listing the files of the projects.
 *
 * @param tsc - The compiler.
 * @param system - Reads configurations.
 * @param names - The names of the projects to build.
 */
export function readSolution(tsc: Tsc, system: ts.System, names: readonly string[]): Solution {
  const host: ts.ParseConfigFileHost = {
    useCaseSensitiveFileNames: system.useCaseSensitiveFileNames,
    getCurrentDirectory: () => system.getCurrentDirectory(),
    fileExists: (name) => system.fileExists(name),
    readFile: (name) => system.readFile(name),
    readDirectory: () => [],
    // TypeScript reports the error when it reads the file.
    onUnRecoverableConfigFileDiagnostic: () => {},
  };
  const options: ts.CompilerOptions & { tscBuild: boolean } = { tscBuild: true };
  const cache = new Map<string, ts.ExtendedConfigCacheEntry>();
  const solution = new Map<string, SolutionProject>();
  /** For each project: itself, or its references when it has no files. */
  const known = new Map<string, readonly SolutionProject[]>();

  const visit = (fileName: string): readonly SolutionProject[] => {
    const before = known.get(fileName);
    if (before) return before;
    // Ends the recursion for circular references, which TypeScript reports.
    known.set(fileName, []);
    const parsed = tsc.getParsedCommandLineOfConfigFile(fileName, options, host, cache);
    const paths = (parsed?.projectReferences ?? []).map((each): string => tsc.resolveProjectReferencePath(each));
    const references = [...new Set(paths.flatMap(visit))];
    const hidden = references.filter((each) => !paths.includes(each.fileName));
    const buildInfo = parsed && !isContainer(parsed) && tsc.getTsBuildInfoEmitOutputFilePath(parsed.options);
    const project = buildInfo ? { fileName, buildInfo, references, hidden } : undefined;
    if (project) solution.set(project.buildInfo, project);
    const stands = project ? [project] : references;
    known.set(fileName, stands);
    return stands;
  };
  for (const name of names) {
    const path = tsc.getNormalizedAbsolutePath(name, system.getCurrentDirectory());
    visit(tsc.resolveProjectReferencePath({ path }));
  }
  return solution;
}
