import type ts from "typescript";
import { internalFile } from "../../compiler/compiler.js";
import type { Compilation } from "../../emit/compilation.js";

const SALT = "+importspy:";

/** The version of a file that TypeScript stores. */
export interface Version {
  /** TypeScript's own part: a hash of the text. */
  readonly text: string;
  /** Our state of the package.json above the file; absent when the file has no state of ours. */
  readonly manifest?: string;
}

/**
 * Adds our state of a file to its version. So incremental builds check and emit the file again when only a type in
 * another file changed that its contract names. Watch mode reuses file objects, and so does `-b` for declarations that
 * several projects read, so an old state is removed first.
 */
export function saltVersions(program: ts.Program, compilation: Compilation): void {
  const files = program.getSourceFiles().map(internalFile);
  for (const file of files) if (file.version?.includes(SALT)) file.version = file.version.split(SALT)[0]!;
  // All states are computed first, because they depend on the versions of other files.
  const states = files.map((file) => compilation.stateOf(file));
  for (const [index, file] of files.entries()) {
    const state = states[index];
    if (file.version === undefined || !state) continue;
    file.version += `${SALT}${state.guard}.${state.manifest}`;
  }
}

/** Splits a version. */
export function readVersion(version: string): Version {
  const [text = "", state] = version.split(SALT);
  const manifest = state?.split(".")[1];
  return manifest === undefined ? { text } : { text, manifest };
}
