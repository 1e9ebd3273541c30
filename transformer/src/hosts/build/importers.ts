import path from "node:path";
import type ts from "typescript";
import { createFileReader, parseBuildInfo } from "../tspc/buildinfo.js";
import type { Solution, SolutionProject } from "../tspc/references.js";
import type { Builder } from "../tspc/tsc.js";
import type { Build } from "./reporting.js";

/** What TypeScript says of a project: whether it is to be built, and why. */
interface Status {
  type: number;
  outOfDateOutputFileName?: string;
  newerProjectName?: string;
}

/** What a solution builder can do beside what its declarations show. */
interface InternalBuilder extends ts.SolutionBuilder<Builder> {
  invalidateProject(config: ts.Path): void;
  /** The status that it goes by from now on. */
  getUpToDateStatusOfProject(config: string): Status;
}

/** Has projects built again when declarations that they have read change. */
export interface Outdater {
  /** A build begins, or a round of one that watches. */
  begin(): void;
  /** A project was built. In a build that watches, what TypeScript remembers of those that have read it is dropped. */
  finish(program: ts.Program, watching: ts.SolutionBuilder<Builder> | undefined): void;
  /**
   * When TypeScript sees nothing more to build, makes it build one project more.
   *
   * @returns Whether there is one.
   */
  outdateNext(builder: ts.SolutionBuilder<Builder>): boolean;
}

const DECLARATIONS = /\.d\.[cm]?ts$/;
/** TypeScript's numbers of the statuses of projects that are not built. */
const UP_TO_DATE = [1, 2, 15];
/** And of a project that is built because one that it depends on was. */
const OUT_OF_DATE_WITH_UPSTREAM = 6;

/**
 * Makes what `-b` lacks where a project has read declarations without a reference that TypeScript goes by: it does not
 * look at such a project when those declarations change, not even in a build that watches. And for want of a reference
 * the project can come first in the order of the build.
 *
 * @param build - The build; its system is changed.
 * @param solution - What is built.
 */
export function createOutdater({ tsc, system }: Build, solution: () => Solution): Outdater {
  const canonical = (name: string) => (system.useCaseSensitiveFileNames ? name : name.toLowerCase());
  const written = new Set<string>();
  /** Projects to be built once more, each with one that it has read. */
  const outdated = new Map<SolutionProject, SolutionProject>();
  const told = new Set<string>();

  const { writeFile } = system;
  system.writeFile = (name, text, ...rest) => {
    if (DECLARATIONS.test(name) && system.readFile(name) !== text) written.add(canonical(name));
    writeFile.call(system, name, text, ...rest);
  };
  const timeOf = (name: string) => system.getModifiedTime?.(name)?.getTime();
  const listedIn = createFileReader(timeOf, (buildInfo) => {
    const { fileNames = [] } = parseBuildInfo(system.readFile(buildInfo) ?? "") ?? {};
    const folder = path.posix.dirname(buildInfo);
    return new Set(fileNames.map((name) => canonical(tsc.getNormalizedAbsolutePath(name, folder))));
  });

  const isReached = ({ buildInfo, references, hidden }: SolutionProject, built: SolutionProject): boolean => {
    if (hidden.includes(built)) return true;
    // What is referenced TypeScript looks at itself.
    if (references.includes(built)) return false;
    const listed = listedIn(buildInfo);
    return [...written].some((name) => listed.has(name));
  };

  const invalidate = (builder: ts.SolutionBuilder<Builder>, { fileName }: SolutionProject): void =>
    (builder as InternalBuilder).invalidateProject(tsc.toPath(fileName, system.getCurrentDirectory(), canonical));

  return {
    begin: () => told.clear(),
    finish(program, watching) {
      const built = solution().get(tsc.getTsBuildInfoEmitOutputFilePath(program.getCompilerOptions()) ?? "");
      if (!built) return;
      outdated.delete(built);
      for (const project of written.size ? solution().values() : []) {
        // Once each: two that read each other could go on forever.
        const pair = JSON.stringify([project.fileName, built.fileName]);
        if (project === built || told.has(pair) || !isReached(project, built)) continue;
        told.add(pair);
        outdated.set(project, built);
        if (watching) invalidate(watching, project);
      }
      written.clear();
    },
    outdateNext(builder) {
      // A solution has its projects in the order in which they are built.
      const next = [...solution().values()].find((project) => outdated.has(project));
      if (!next) return false;
      invalidate(builder, next);
      const status = (builder as InternalBuilder).getUpToDateStatusOfProject(next.fileName);
      if (UP_TO_DATE.includes(status.type)) {
        status.type = OUT_OF_DATE_WITH_UPSTREAM;
        status.outOfDateOutputFileName = next.buildInfo;
        status.newerProjectName = outdated.get(next)!.fileName;
      }
      outdated.delete(next);
      return true;
    },
  };
}
