import type ts from "typescript";
import type { ContractedModule } from "../../analysis/model.js";
import type { Opened } from "./project.js";
import type { Projects } from "./projects.js";

/** The module specifier of an import that loads a contracted module. */
export interface ImportPlace {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly length: number;
}

const isSame = (one: ContractedModule, other: ContractedModule) =>
  one.comment.file.fileName === other.comment.file.fileName && one.name === other.name;

/**
 * Finds the imports of a contracted module, in its project and in those that reference it.
 *
 * @param projects - The open projects.
 * @param opened - The file that holds the contract.
 * @param module - The module.
 */
export function findImporters(projects: Projects, { project }: Opened, module: ContractedModule): ImportPlace[] {
  const found = new Map<string, ImportPlace>();
  for (const each of projects.around(project)) {
    const analysis = each.analysis();
    for (const file of analysis.emitted()) {
      for (const { target, specifier } of analysis.importsOf(file)) {
        if (!isSame(target, module)) continue;
        const start = specifier.node.getStart(file);
        found.set(`${file.fileName}:${start}`, { file, start, length: specifier.node.end - start });
      }
    }
  }
  return [...found.values()];
}
