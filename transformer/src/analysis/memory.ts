/**
 * What a host that makes a program for each edit remembers of contracts from the programs before, because to type a
 * contract takes longer than to check most files. Nothing that is remembered holds on to a program or a checker.
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

/** A file, and who it was. */
export interface KnownFile {
  readonly fileName: string;
  readonly identity: string;
}

/** What was found out about a contract in whose type nothing is wrong. */
export interface SettledContract {
  /** Without their types, and with spans in an earlier state of the file. */
  readonly alternatives: readonly CheckedAlternative[];
  /** Identities that it admits, whatever they export. */
  readonly admitted: Set<string>;
  /** Whether it names anything that its file declares, which an editor must not show as unused. */
  readonly usesNames: boolean;
  /** What its alternatives ask for, as data; absent until that was compared. */
  terms?: readonly LockedAlternative[];
  /** For each pattern of `importer.module`, a file that it admits; absent until the patterns were checked. */
  matched?: readonly KnownFile[];
}

/** Remembers contracts from program to program. */
export interface ContractMemory {
  /** Forgets what may be different in a program. To be told of each program before it is asked about it. */
  enter(program: ts.Program): void;
  /** What is known of a contract, unless something that it depends on has changed. */
  recall(program: ts.Program, module: ContractedModule): SettledContract | undefined;
  /** Keeps a contract that was typed and checked, if it can be told when it changes. */
  remember(program: ts.Program, contract: CheckedContract): void;
}

/** An identity as the key of a set. */
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

/** Types belong to a checker, which would be kept with them. */
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
 * Makes a memory.
 *
 * @param typescript - The compiler.
 */
export function createContractMemory(typescript: TypeScript): ContractMemory {
  const entries = new Map<string, Entry>();
  let files: readonly ts.SourceFile[] = [];
  let options: ts.CompilerOptions | undefined;

  /** Whether a file declares nothing in the scope of others, which only the checker could tell the effect of. */
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
