/**
 * What a project tells the projects that reference it about the contracts that it reaches.
 *
 * TypeScript checks a project again when the declarations of a referenced project have changed. A contract two projects
 * away does not change these declarations, though the project between may re-export its module, and though importers
 * may find the module themselves. So each project publishes one line, in the declarations of its first source: a hash
 * of the contracts that it sees, and of the lines of the projects that it references. A changed contract changes the
 * lines of all projects between it and its possible importers.
 *
 * @module
 */
import type ts from "typescript";
import { fingerprint } from "../artifacts/fingerprint.js";
import { readReach } from "../artifacts/publication.js";
import { internalProgram, isJson } from "../compiler/compiler.js";

/** The line of a project. */
export interface Reach {
  /** The source whose declarations contain the line. */
  readonly carrier: ts.SourceFile;
  readonly hash: string;
}

/** The declaration file with a referenced project's line: that of its first source. */
function carrierOf(program: ts.Program, { commandLine }: ts.ResolvedProjectReference): string | undefined {
  for (const fileName of commandLine.fileNames) {
    const declarations = internalProgram(program).getRedirectFromSourceFile(fileName)?.outputDts;
    if (declarations !== undefined) return declarations;
  }
  return undefined;
}

/** The lines of the referenced projects. A project without sources is replaced by its own references. */
function linesOf(program: ts.Program, host: ts.ModuleResolutionHost): ReadonlySet<string> {
  const lines = new Set<string>();
  const visited = new Set<string>();
  const visit = (references: readonly (ts.ResolvedProjectReference | undefined)[] | undefined): void => {
    for (const reference of references ?? []) {
      if (!reference || visited.has(reference.sourceFile.fileName)) continue;
      visited.add(reference.sourceFile.fileName);
      const carrier = carrierOf(program, reference);
      if (carrier === undefined) visit(reference.references);
      // The program need not contain this file, so it is read from the disk.
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
 * @param contracts - A text for each contract in the program. It changes when the contract changes for importers.
 * @returns `undefined` when there is no contract, and for a project that cannot be referenced.
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
