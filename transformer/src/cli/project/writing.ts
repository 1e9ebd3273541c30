import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { showIn } from "../paths.js";

/** A file before and after. */
export interface Change {
  readonly fileName: string;
  readonly before: string;
  readonly after: string;
}

/** The lines that differ, as in a diff. */
export function diffLines(before: string, after: string): { readonly sign: "-" | "+"; readonly line: string }[] {
  const [whole, wholeNow] = [before.split(/\r?\n/), after.split(/\r?\n/)] as const;
  const start = whole.findIndex((line, index) => line !== wholeNow[index]);
  if (start < 0 && whole.length === wholeNow.length) return [];
  const isAlike = (back: number) => whole.at(-back) === wholeNow.at(-back);
  const most = Math.min(whole.length, wholeNow.length) - Math.max(0, start);
  let end = 0;
  while (end < most && isAlike(end + 1)) end++;
  const part = (lines: readonly string[]) => lines.slice(Math.max(0, start), lines.length - end);
  const [old, now] = [part(whole), part(wholeNow)];
  // Longest common subsequence of the lines between the common start and end, which are few.
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const lines: { sign: "-" | "+"; line: string }[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (j === now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      lines.push({ sign: "-", line: old[i++]! });
    } else {
      lines.push({ sign: "+", line: now[j++]! });
    }
  }
  return lines;
}

/** Prints the removed and added lines of a change. */
export function showChange(
  { stdout, paint, cwd }: Pick<CommandContext, "stdout" | "paint" | "cwd">,
  { fileName, before, after }: Change,
): void {
  stdout.write(`${paint.bold(showIn(cwd, fileName))}\n`);
  for (const { sign, line } of diffLines(before, after)) {
    stdout.write(`${(sign === "+" ? paint.green : paint.red)(`${sign} ${line}`)}\n`);
  }
  stdout.write("\n");
}

/** The suffix of temporary files. */
const suffixOf = (command: string) => `.importspy-${command}`;

/**
 * Writes all files or none: every file is written completely beside its target before the first one is replaced.
 *
 * @param command - The command's name, for the names of temporary files.
 * @param changes - The changes.
 */
export function writeChanges(command: string, changes: readonly Change[]): void {
  const suffix = suffixOf(command);
  const written: string[] = [];
  // For a link, the target is replaced and the link stays.
  const files = changes.map(({ fileName, after }) => ({ fileName: realpathSync(fileName), after }));
  try {
    for (const { fileName, after } of files) {
      const temporary = `${fileName}${suffix}`;
      written.push(temporary);
      writeFileSync(temporary, after);
      chmodSync(temporary, statSync(fileName).mode);
    }
    for (const { fileName } of files) renameSync(`${fileName}${suffix}`, fileName);
  } finally {
    for (const temporary of written) {
      if (statSync(temporary, { throwIfNoEntry: false })?.isFile()) rmSync(temporary);
    }
  }
}

/**
 * Describes an error of reading or writing a file.
 *
 * @param command - The command's name.
 * @param cwd - The working directory.
 * @param error - The error.
 * @returns `undefined` for an error that is not about a file.
 */
export function describeFileError(command: string, cwd: string, error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error && "path" in error)) return undefined;
  const suffix = suffixOf(command);
  const file = path.relative(cwd, String(error.path));
  const isWritten = file.endsWith(suffix);
  const name = isWritten ? file.slice(0, -suffix.length) : file;
  return `${name} cannot be ${isWritten ? "written" : "read"} (${String(error.code)}); nothing was changed`;
}
