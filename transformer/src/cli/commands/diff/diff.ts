import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { CommandFailure } from "importspy/dist/cli/outputs.cjs";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { loadCompiler } from "../../compiler.js";
import { createExportsComparer } from "./compare/exports.js";
import { FORMATTERS } from "./formats/formats.js";
import type { DIFF_OPTIONS } from "./options.js";
import { compareSides, type Report } from "./report.js";
import { openRevision } from "./sides/git.js";
import { openPackage } from "./sides/npm.js";
import { LOCK, openLock, openOutput, type Side } from "./sides/side.js";

type Context = CommandContext<typeof DIFF_OPTIONS>;

function openFolder(operand: string, { cwd, stderr }: Context): Side {
  const at = path.resolve(cwd, operand);
  if (existsSync(at) && statSync(at).isFile() && at.endsWith(".md")) return openLock(at, cwd);
  const lock = path.join(at, LOCK);
  try {
    return openOutput(operand, cwd, stderr);
  } catch (error) {
    // The sources are not built, but a lock file is committed.
    if (error instanceof CommandFailure && existsSync(lock)) return openLock(lock, cwd);
    throw error;
  }
}

function open(operand: string, context: Context): Side {
  const { cwd, stderr, values } = context;
  const [, kind, rest = ""] = /^(git|npm):(.*)$/s.exec(operand) ?? [];
  if (kind === "git") return openRevision(rest, cwd, values.build ?? "npm run build", stderr);
  return kind === "npm" ? openPackage(rest, cwd, stderr) : openFolder(operand, context);
}

function exitCodeOf({ isUnknown, packages }: Report): number {
  if (isUnknown || packages.some(({ isEnough }) => isEnough === undefined)) return 2;
  return packages.every(({ isEnough }) => isEnough) ? 0 : 1;
}

/**
 * Runs `importspy diff`.
 *
 * @param context - The arguments and streams.
 * @returns The exit code.
 */
export async function runDiff(context: Context): Promise<number> {
  const { positionals, values, paint, stdout, fail } = context;
  const [old, current = ".", further] = positionals;
  if (old === undefined) return fail("name what to compare with: importspy diff git:main");
  if (further !== undefined) fail(`diff takes two sides; what is ${further} for?`);
  const sides: Side[] = [];
  try {
    const before = open(old, context);
    sides.push(before);
    const after = open(current, context);
    sides.push(after);
    const report = compareSides(before, after, createExportsComparer(loadCompiler));
    stdout.write(FORMATTERS[values.format ?? "text"]!(report, paint));
    return exitCodeOf(report);
  } catch (error) {
    if (error instanceof CommandFailure) return fail(error.message);
    throw error;
  } finally {
    for (const side of sides) side.dispose();
  }
}
