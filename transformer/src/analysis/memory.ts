/**
 * Keeps the results of contracts from earlier programs, for hosts that make a program for each edit. Typing a contract
 * takes longer than checking most files. The cache holds no reference to a program or checker.
 *
 * @module
 */
import type { LockedAlternative } from "importspy/dist/artifacts.cjs";
import type ts from "typescript";
import { internalFile, type TypeScript } from "../compiler/compiler.js";
import { scopeTextOf } from "../discover/scope.js";
import type {
  CheckedAlternative,
  CheckedContract,
  ContractComment,
  ContractedModule,
  ModuleIdentity,
} from "./model.js";

/** A file with its identity at that time. */
export interface KnownFile {
  readonly fileName: string;
  readonly identity: string;
}

/** The cached result of a contract without type errors. */
export interface SettledContract {
  /** Without types. Spans are those of an earlier version of the file. */
  readonly alternatives: readonly CheckedAlternative[];
  /** The identities that it admits, independent of their exports. */
  readonly admitted: Set<string>;
  /** Whether it uses names that its file declares. An editor must not show these as unused. */
  readonly usesNames: boolean;
  /** Its conditions as data; absent until they are needed. */
  terms?: readonly LockedAlternative[];
  /** One matching file for each pattern of `importer.module`; absent until the patterns were checked. */
  matched?: readonly KnownFile[];
}

/** Keeps contracts from program to program. */
export interface ContractMemory {
  /** Removes entries that may have changed in this program. Call it before the others. */
  enter(program: ts.Program): void;
  /** The result of a contract, unless something that it depends on has changed. */
  recall(program: ts.Program, module: ContractedModule): SettledContract | undefined;
  /** Keeps a checked contract, if its dependencies are known. */
  remember(program: ts.Program, contract: CheckedContract): void;
}

/** An identity as a key for sets and maps. */
export function identityKey({ package: name, module }: ModuleIdentity): string {
  return JSON.stringify([name, module]);
}

interface Entry {
  readonly comment: ContractComment;
  readonly name: string;
  readonly scope: string;
  readonly files: readonly ts.SourceFile[];
  readonly settled: SettledContract;
}

function placeOf({ comment, declaredIn, module }: ContractedModule): string {
  return JSON.stringify([comment.file.fileName, declaredIn === undefined ? "" : module]);
}

function commentText({ file, pos, end }: ContractComment): string {
  return file.text.slice(pos, end);
}

/** Removes types, which would keep their checker in memory. */
function withoutTypes({ conditions, packages, importer, note, span }: CheckedAlternative): CheckedAlternative {
  return {
    conditions: conditions.map(({ type: _, ...condition }) => condition),
    packages,
    note,
    span,
    ...(importer && { importer: { ...importer, options: [] } }),
  };
}

/**
 * Makes an empty memory.
 *
 * @param typescript - The compiler.
 */
export function createContractMemory(typescript: TypeScript): ContractMemory {
  const entries = new Map<string, Entry>();
  let files: readonly ts.SourceFile[] = [];
  let options: ts.CompilerOptions | undefined;

  /** Whether a file is a module without augmentations, so that it cannot affect the names of other files. */
  const isPlainModule = (file: ts.SourceFile) =>
    typescript.isExternalModule(file) && !internalFile(file).moduleAugmentations?.length;
  const isHarmless = (file: ts.SourceFile, before: ts.SourceFile | undefined) =>
    file === before || (file.fileName === before?.fileName && isPlainModule(file) && isPlainModule(before));

  return {
    enter(program) {
      const now = program.getSourceFiles();
      const isSameShape =
        options === program.getCompilerOptions() &&
        files.length === now.length &&
        now.every((file, index) => isHarmless(file, files[index]));
      if (!isSameShape) entries.clear();
      files = [...now];
      options = program.getCompilerOptions();
    },
    recall(program, module) {
      const entry = entries.get(placeOf(module));
      if (!entry || entry.name !== module.name) return undefined;
      const { comment } = module;
      const isSame =
        entry.comment === comment ||
        (commentText(entry.comment) === commentText(comment) &&
          entry.scope === scopeTextOf(typescript, program.getCompilerOptions(), comment));
      const isKnown = (file: ts.SourceFile) =>
        file === entry.comment.file || program.getSourceFile(file.fileName) === file;
      return isSame && entry.files.every(isKnown) ? entry.settled : undefined;
    },
    remember(program, { module, alternatives, files: declaring }) {
      if (!alternatives || !declaring) return;
      const { comment, name } = module;
      const scope = scopeTextOf(typescript, program.getCompilerOptions(), comment);
      const settled: SettledContract = {
        alternatives: alternatives.map(withoutTypes),
        admitted: new Set(),
        usesNames: scope !== "",
      };
      entries.set(placeOf(module), { comment, name, scope, files: declaring, settled });
    },
  };
}
