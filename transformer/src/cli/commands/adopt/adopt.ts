import { realpathSync } from "node:fs";
import path from "node:path";
import type { CommandContext } from "importspy/dist/cli.cjs";
import type { ContractedModule } from "../../../analysis/model.js";
import { loadCompiler } from "../../compiler.js";
import { showIn } from "../../paths.js";
import { findConfig, isSolution, readReferencedConfigs } from "../../project/config.js";
import { createFiles, MARK } from "../../project/files.js";
import { type Change, describeFileError, showChange, writeChanges } from "../../project/writing.js";
import { UneditableContract, writeList } from "./edit.js";
import { type Found, findRefused, type Restricted } from "./find.js";
import type { AdoptOptions } from "./options.js";

type Context = CommandContext<AdoptOptions>;

const fileOf = (module: ContractedModule) => module.comment.file.fileName;

/** The contracts that the arguments name. */
function selectContracts({ positionals, cwd, fail }: Context, { restricted, unrestricted, broken }: Found) {
  const select = (operand: string): readonly Restricted[] => {
    const isNamed = (module: ContractedModule) =>
      path.resolve(fileOf(module)) === path.resolve(cwd, operand) || module.module === operand;
    const named = restricted.filter(({ module }) => isNamed(module));
    if (named.length) return named;
    const wrong = broken.find(({ module }) => isNamed(module));
    if (wrong) return fail(`the contract of ${operand} has an error; correct it first: ${wrong.message}`);
    return unrestricted.some(isNamed)
      ? fail(`the contract of ${operand} lets anybody import it; write its importer first`)
      : fail(`${operand} has no contract in this project; name a module, or another tsconfig.json with -p`);
  };
  return positionals.length ? [...new Set(positionals.flatMap(select))] : restricted;
}

/** The `importer` of a contract in the source; throws when it cannot be edited. */
function importerToEdit({ module, file, importers, isMade }: Restricted) {
  const [first] = importers;
  const refuse = (reason: string): never => {
    throw new UneditableContract(reason);
  };
  if (isMade || (file.isDeclarationFile && module.declaredIn === undefined))
    return refuse("it is in a declaration file that comes with its package; change it where it is built");
  if (/^[\s\S]{0,2000}?@generated\b/.test(file.text.slice(0, Math.max(0, module.comment.pos))))
    return refuse("its file is generated; change what it is generated from");
  if (!first || importers.some((each) => each?.span.start !== first.span.start))
    return refuse('it has several alternatives; write | Legacy<"…"> into the importer that is meant');
  if (first.valueSpan.declaration || first.valueSpan.file !== file)
    return refuse(`its importer is not written in ${path.basename(file.fileName)}; write it there, or edit it by hand`);
  return first;
}

/** The new list of a contract. */
function listFor({ refused, listed, needless }: Restricted, mayGrow: boolean) {
  const kept = [...listed].filter(([key]) => !needless.has(key));
  const isNew = !listed.size || mayGrow;
  return new Map([...kept, ...(isNew ? refused : [])]);
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function describe({ refused, listed, needless, module }: Restricted, next: ReadonlyMap<string, unknown>): string {
  const added = [...refused.keys()].filter((key) => next.has(key)).length;
  const parts = [
    ...(added ? [`${count(added, "importer")} ${added === 1 ? "is" : "are"} listed as legacy`] : []),
    ...(needless.size ? [`${count(needless.size, "module")} ${needless.size === 1 ? "is" : "are"} off the list`] : []),
  ];
  const left = next.size && listed.size ? `, ${next.size} left` : "";
  return `${module.module}: ${parts.join(", ")}${left}\n`;
}

/** Runs `importspy adopt` and returns its exit code. */
export function runAdopt(context: Context): number {
  const { cwd, values, stdout, stderr, fail } = context;
  const typescript = loadCompiler();
  const config = findConfig(typescript, cwd, values.project);
  if (config === undefined) return fail("there is no tsconfig.json here; name it with -p");
  const files = createFiles(typescript);
  const read = readReferencedConfigs(typescript, files, config);
  const [wrong] = read.flatMap(({ fileName, errors }) => errors.map((error) => `${showIn(cwd, fileName)}: ${error}`));
  if (wrong !== undefined) return fail(wrong);
  const configs = read.filter((each) => !isSolution(each)).map(({ fileName }) => fileName);
  const found = findRefused(typescript, files.system, configs);
  const selected = selectContracts(context, found);
  const changes = new Map<string, Change>();
  const told: string[] = [];
  const left: string[] = [];
  try {
    for (const each of selected) {
      const { module, refused, listed } = each;
      const next = listFor(each, values.add ?? false);
      const kept = [...refused.entries()].filter(([key]) => !next.has(key)).map(([, { module: name }]) => name);
      left.push(...kept.map((name) => `${name} may not import ${module.module}, and is not on its list`));
      const isSame = next.size === listed.size && [...next.keys()].every((key) => listed.has(key));
      if (isSame) continue;
      const fileName = fileOf(module);
      const other = changes.get(fileName);
      // One file may declare contracts of several external modules. They are edited one after the other.
      if (other) {
        left.push(`${module.module}: its file is changed already; run importspy adopt again`);
        continue;
      }
      try {
        const after = writeList(typescript, module, importerToEdit(each), [...next.values()]);
        const before = files.read(fileName)!;
        const mark = before.startsWith(MARK) ? MARK : "";
        changes.set(fileName, { fileName, before, after: mark + after });
      } catch (error) {
        if (!(error instanceof UneditableContract)) throw error;
        return fail(`the contract of ${module.module} cannot be edited: ${error.message}`);
      }
      told.push(describe(each, next));
    }
    if (changes.size) {
      const changed = new Map([...changes.values()].map(({ fileName, after }) => [realpathSync(fileName), after]));
      const again = findRefused(typescript, createFiles(typescript, changed).system, configs);
      const problem = findProblem(again, [...changes.keys()], found);
      if (problem !== undefined) return fail(`${problem}; write | Legacy<"…"> into its importer by hand`);
    }
    for (const change of changes.values()) showChange(context, change);
    for (const line of told) stdout.write(line);
    if (!changes.size) stdout.write(left.length ? "Nothing was changed\n" : "Nothing to change\n");
    else if (values["dry-run"]) stdout.write("Nothing was changed (--dry-run)\n");
    else writeChanges("adopt", [...changes.values()]);
  } catch (error) {
    const message = describeFileError("adopt", cwd, error);
    if (message === undefined) throw error;
    return fail(message);
  }
  for (const line of left) stderr.write(`importspy adopt: ${line}\n`);
  if (left.length) stderr.write("importspy adopt: a list only shrinks; --add adds to it all the same\n");
  return left.length ? 1 : 0;
}

/** The problem after an edit, if any. */
function findProblem({ broken, restricted }: Found, edited: readonly string[], before: Found): string | undefined {
  const isEdited = (module: ContractedModule) => edited.includes(fileOf(module));
  const wrong = broken.find(({ module }) => isEdited(module));
  if (wrong)
    return `the contract of ${wrong.module.module} cannot be edited: it would have an error (${wrong.message})`;
  for (const { module, refused, needless } of restricted.filter((each) => isEdited(each.module))) {
    const earlier = before.restricted.find((each) => fileOf(each.module) === fileOf(module));
    const mayBeLeft = (key: string) => earlier !== undefined && earlier.listed.size > 0 && earlier.refused.has(key);
    const isSettled = needless.size === 0 && [...refused.keys()].every(mayBeLeft);
    if (!isSettled) return `the contract of ${module.module} cannot be edited so that it admits its importers`;
  }
  return undefined;
}
