import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { formatLock, type LockedContract, parseLock, UnreadableLock } from "../../../artifacts.js";
import type { CommandContext } from "../../../cli.js";
import { isFile, readText } from "../../../files.js";
import { collectContracts, reportUnreadable } from "../../sidecars/collect.js";
import { AmbiguousModule, lockOutput } from "../../sidecars/lock.js";
import { describeAbsence, reportStale } from "../../sidecars/sources.js";
import { describeDifference } from "./difference.js";
import type { LOCK_OPTIONS } from "./options.js";

type Context = CommandContext<typeof LOCK_OPTIONS>;

const countText = ({ length }: readonly LockedContract[]) => `${length} contract${length === 1 ? "" : "s"}`;

function lockContracts({ cwd, positionals, stderr, fail }: Context): readonly LockedContract[] | undefined {
  const collected = collectContracts(positionals.length ? positionals : ["."], cwd);
  const { contracts, unreadable, empty } = collected;
  const absences = empty.map((selection) => describeAbsence(selection, cwd));
  if (!contracts.length && !unreadable.length) fail(absences.join(", and "));
  for (const line of absences) stderr.write(`importspy lock: ${line}\n`);
  reportUnreadable("lock", unreadable, stderr);
  const isStale = reportStale("lock", contracts, cwd, stderr);
  if (unreadable.length || isStale) return undefined;
  try {
    return lockOutput(collected);
  } catch (error) {
    if (error instanceof AmbiguousModule) fail(error.message);
    throw error;
  }
}

/** The contracts of the lock file. */
function readLock(name: string, text: string, { fail }: Context): readonly LockedContract[] {
  try {
    return parseLock(text);
  } catch (error) {
    if (error instanceof UnreadableLock) fail(`${name}: ${error.message}`);
    throw error;
  }
}

function checkLock(name: string, file: string, contracts: readonly LockedContract[], context: Context): number {
  const { paint, stdout, fail } = context;
  if (!isFile(file)) fail(`there is no ${name}; run importspy lock, and commit the file`);
  const difference = describeDifference(readLock(name, readText(file), context), contracts, paint);
  if (difference === undefined) {
    stdout.write(`${name} is what the build says: ${countText(contracts)}\n`);
    return 0;
  }
  stdout.write(`${name} is not what the build says\n\n${difference}\n\nRun importspy lock, and commit the file\n`);
  return 1;
}

/**
 * Runs `importspy lock`.
 *
 * @param context - The arguments and streams.
 * @returns The exit code.
 */
export async function runLock(context: Context): Promise<number> {
  const { values, cwd, stdout } = context;
  const contracts = lockContracts(context);
  if (!contracts) return 2;
  const name = values.file ?? "importspy.lock.md";
  const file = resolve(cwd, name);
  if (values.check) return checkLock(name, file, contracts, context);
  const text = formatLock(contracts);
  const isSame = isFile(file) && readText(file) === text;
  if (!isSame) writeFileSync(file, text);
  stdout.write(`${name} ${isSame ? "is unchanged" : "is written"}: ${countText(contracts)}\n`);
  return 0;
}
