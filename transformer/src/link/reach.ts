/**
 * What a project tells the projects that reference it about the contracts that it reaches.
 *
 * TypeScript looks at a project again when the declarations of a project that it references have changed. A contract
 * two projects away changes no such declarations, though the project between may export its module again, and though
 * importers may find the module by themselves. So each project publishes one line, in the declarations of its first
 * source: a hash of the contracts that it sees, and of the lines of the projects that it references. A change of a
 * contract moves the lines of all projects up to those that could import its module.
 *
 * @module
 */
import type ts from "typescript";
import { fingerprint } from "../artifacts/fingerprint.js";
import { readReach } from "../artifacts/publication.js";
import { internalProgram, isJson } from "../compiler/compiler.js";

/** The line of a project. */
export interface Reach {
  /** The source whose declarations carry it. */
  readonly carrier: ts.SourceFile;
  readonly hash: string;
}

/** The declarations that carry a referenced project's line: those of its first source. */
function carrierOf(program: ts.Program, { commandLine }: ts.ResolvedProjectReference): string | undefined {
  for (const fileName of commandLine.fileNames) {
    const declarations = internalProgram(program).getRedirectFromSourceFile(fileName)?.outputDts;
    if (declarations !== undefined) return declarations;
  }
  return undefined;
}

/** The lines of the projects that a program references. Those without sources stand for what they reference. */
function linesOf(program: ts.Program, host: ts.ModuleResolutionHost): ReadonlySet<string> {
  const lines = new Set<string>();
  const visited = new Set<string>();
  const visit = (references: readonly (ts.ResolvedProjectReference | undefined)[] | undefined): void => {
    for (const reference of references ?? []) {
      if (!reference || visited.has(reference.sourceFile.fileName)) continue;
      visited.add(reference.sourceFile.fileName);
      const carrier = carrierOf(program, reference);
      if (carrier === undefined) visit(reference.references);
      // From the disk, since the program need not hold this file.
      const line = carrier !== undefined && host.fileExists(carrier) && readReach(host.readFile(carrier) ?? "");
      if (line) lines.add(line);
    }
  };
  visit(program.getResolvedProjectReferences());
  return lines;
}

/**
 * Makes the line of a program.
 *
 * @param program - The program.
 * @param host - Reads the declarations of referenced projects.
 * @param contracts - A text for each contract that the program sees, that changes when its meaning to importers does.
 * @returns `undefined` when no contract is in reach, and where nobody can reference the project.
 */
export function findReach(
  program: ts.Program,
  host: ts.ModuleResolutionHost,
  contracts: readonly string[],
): Reach | undefined {
  if (!program.getCompilerOptions().composite) return undefined;
  const sources = program.getRootFileNames().map((name) => program.getSourceFile(name));
  const carrier = sources.find((file) => file && !file.isDeclarationFile && !isJson(file));
  if (!carrier) return undefined;
  const parts = [...contracts, ...linesOf(program, host)];
  return parts.length ? { carrier, hash: fingerprint(undefined, parts.sort()) } : undefined;
}
