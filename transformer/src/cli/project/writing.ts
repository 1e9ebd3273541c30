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

/** The lines that differ, as a diff shows them. */
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
  // Longest common subsequence of what is between the lines that are alike, which is short.
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

/** Shows a change as the lines that go and come. */
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

/** Of what is written beside a file before it takes its place. */
const suffixOf = (command: string) => `.importspy-${command}`;

/**
 * Writes all or nothing: every file is complete beside its place before the first is put there.
 *
 * @param command - Who writes, for the names of what stands beside files meanwhile.
 * @param changes - The changes.
 */
export function writeChanges(command: string, changes: readonly Change[]): void {
  const suffix = suffixOf(command);
  const written: string[] = [];
  // A link stays one: what it leads to is written.
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
 * What went wrong with reading or writing a file, in words.
 *
 * @param command - Who wrote.
 * @param cwd - The folder of the call.
 * @param error - What was thrown.
 * @returns `undefined` for an error that is about no file.
 */
export function describeFileError(command: string, cwd: string, error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error && "path" in error)) return undefined;
  const suffix = suffixOf(command);
  const file = path.relative(cwd, String(error.path));
  const isWritten = file.endsWith(suffix);
  const name = isWritten ? file.slice(0, -suffix.length) : file;
  return `${name} cannot be ${isWritten ? "written" : "read"} (${String(error.code)}); nothing was changed`;
}
