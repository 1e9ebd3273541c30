import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import { createLeanRegistry } from "../../compiler/lean.js";
import { mayHoldTag } from "../../discover/spelling.js";
import type { Analysis } from "../../link/diagnose.js";
import { openProject } from "../../service/project.js";
import { createContractScan } from "../../service/scan.js";
import type { Vocabulary } from "../../type/vocabulary.js";
import { createAnalyses } from "../editor/analyses.js";
import type { Documents } from "./documents.js";

/** A file of a project as it is now. */
export interface Opened {
  readonly project: EditorProject;
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly analysis: Analysis;
  readonly vocabulary: Vocabulary;
}

/** The project of a tsconfig.json, while its files are written. */
export interface EditorProject {
  readonly tsconfig: string;
  /** Whether tsconfig.json lists a file. */
  isListed(fileName: string): boolean;
  /** The tsconfig.json files of the projects that it references. */
  references(): readonly string[];
  /** A file; `undefined` where the project has nothing to do with contracts, or not this file. */
  open(fileName: string): Opened | undefined;
  /** The same without looking for contracts first, for a file that is known to matter. */
  analysis(): Opened["analysis"];
  /** Takes a file in that tsconfig.json does not list. */
  add(fileName: string): void;
  /** A file was opened, written in or closed. */
  edit(fileName: string): void;
  /** Files changed on disk, appeared or went away. */
  change(fileNames: readonly string[]): void;
  /** The files of its program that lie outside of `node_modules`. */
  sources(): readonly string[];
  dispose(): void;
}

/**
 * Opens the project of a tsconfig.json. A program is made when it is known that there are contracts.
 *
 * @param typescript - The compiler.
 * @param system - Reads files; those that are open as the client has them.
 * @param documents - The open files.
 * @param tsconfig - The path of tsconfig.json.
 * @throws Error when it cannot be read.
 */
export function openEditorProject(
  typescript: TypeScript,
  system: ts.System,
  documents: Documents,
  tsconfig: string,
): EditorProject {
  const project = openProject(typescript, system, tsconfig);
  const scan = createContractScan(typescript, system, project);
  const isOpen = (fileName: string) => documents.get(fileName) !== undefined;
  // As in tsserver: what a referenced project has not built yet is read from its sources.
  const host = { ...project.host, useSourceOfProjectReferenceRedirect: () => true };
  const service = typescript.createLanguageService(host, createLeanRegistry(typescript, project.registry, isOpen));
  const analyses = createAnalyses(typescript, host);
  let isNeeded = false;

  const programOf = (): ts.Program => {
    const program = service.getProgram()!;
    project.settle();
    return program;
  };
  const hasContracts = (fileName: string): boolean => {
    if (isNeeded) return true;
    const text = system.readFile(fileName) ?? "";
    isNeeded = mayHoldTag(text) || scan.isNeeded(fileName, text);
    return isNeeded;
  };
  const editor: EditorProject = {
    tsconfig,
    isListed: project.isListed,
    references: () =>
      (project.config().projectReferences ?? []).map((each) => typescript.resolveProjectReferencePath(each)),
    open(fileName) {
      if (!hasContracts(fileName)) return undefined;
      const program = programOf();
      const file = program.getSourceFile(fileName);
      return (
        file && {
          project: editor,
          program,
          file,
          analysis: analyses.of(program),
          vocabulary: analyses.vocabulary(program),
        }
      );
    },
    analysis: () => analyses.of(programOf()),
    add: project.add,
    edit(fileName) {
      project.edit(fileName);
      scan.change([fileName]);
    },
    change(fileNames) {
      project.change(fileNames);
      scan.change(fileNames);
      analyses.forgetManifests();
    },
    sources() {
      const names = isNeeded
        ? programOf()
            .getSourceFiles()
            .map((file) => file.fileName)
        : project.files();
      return [...names.filter((name) => !name.includes("/node_modules/")), ...project.configFiles()];
    },
    dispose: () => service.dispose(),
  };
  return editor;
}
