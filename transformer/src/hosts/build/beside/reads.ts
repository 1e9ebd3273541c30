import type ts from "typescript";

/** What a build has read. */
export interface Reads {
  readonly files: Set<string>;
  /** package.json files that were looked for. */
  readonly missing: Set<string>;
}

/** Watches what a build reads through TypeScript's view of the machine. */
export function trackReads(system: ts.System): { readonly system: ts.System; readonly reads: Reads } {
  const reads: Reads = { files: new Set(), missing: new Set() };
  const tracked: ts.System = {
    ...system,
    readFile(fileName, encoding) {
      reads.files.add(fileName);
      return system.readFile(fileName, encoding);
    },
    fileExists(fileName) {
      const exists = system.fileExists(fileName);
      if (fileName.endsWith("/package.json")) (exists ? reads.files : reads.missing).add(fileName);
      return exists;
    },
  };
  return { system: tracked, reads };
}
