import type ts from "typescript";
import { internalFile } from "../../compiler/compiler.js";
import type { Compilation } from "../../emit/compilation.js";

const SALT = "+importspy:";

/** A version that TypeScript remembers of a file. */
export interface Version {
  /** TypeScript's own: a hash of the text. */
  readonly text: string;
  /** What our part says of the package.json above the file; absent where nothing is ours. */
  readonly manifest?: string;
}

/**
 * Adds our state of a file to its version, so that incremental builds emit and check the file again when only a type
 * that its contract names changed, in some other file. Watch mode hands the same file in again, as `-b` does with the
 * declarations that several projects read, hence the old salt goes.
 */
export function saltVersions(program: ts.Program, compilation: Compilation): void {
  const files = program.getSourceFiles().map(internalFile);
  for (const file of files) if (file.version?.includes(SALT)) file.version = file.version.split(SALT)[0]!;
  // All states first: that of an importer looks at the versions of files which its contract depends on.
  const states = files.map((file) => compilation.stateOf(file));
  for (const [index, file] of files.entries()) {
    const state = states[index];
    if (file.version === undefined || !state) continue;
    file.version += `${SALT}${state.guard}.${state.manifest}`;
  }
}

/** Takes a version apart. */
export function readVersion(version: string): Version {
  const [text = "", state] = version.split(SALT);
  const manifest = state?.split(".")[1];
  return manifest === undefined ? { text } : { text, manifest };
}
