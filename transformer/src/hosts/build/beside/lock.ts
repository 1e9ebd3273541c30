import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type ts from "typescript";
import { isAlive } from "../../guards/processes.js";

/** How long the other build is waited for without a word, and between two looks at it. */
const QUIET_MS = 1000;
const LOOK_MS = 50;

/** The process that holds a lock; `undefined` when it is free by now. */
function holderOf(fileName: string): number | undefined {
  try {
    const pid = Number(fs.readFileSync(fileName, "utf8"));
    if (pid && isAlive(pid)) return pid;
    // It was killed, or has not written its number yet.
    const age = Date.now() - fs.statSync(fileName).mtimeMs;
    if (!pid && age < QUIET_MS) return 0;
    fs.rmSync(fileName, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return undefined;
}

/** The folder of which one build at a time has the outputs. */
export const folderOf = ({ options }: Pick<ts.ParsedCommandLine, "options">) =>
  options.outDir ?? path.posix.dirname(String(options.configFilePath));

/**
 * Lets one build at a time hold back and publish what goes into a folder.
 *
 * @param folder - The folder.
 * @param tell - Is told when another build is waited for.
 * @returns Lets the next one begin.
 */
export async function lockFolder(folder: string, tell: (text: string) => void): Promise<() => void> {
  const hash = createHash("sha256").update(path.resolve(folder)).digest("hex").slice(0, 16);
  const fileName = path.join(os.tmpdir(), `importspy-build-${hash}.lock`);
  const start = Date.now();
  let isTold = false;
  for (;;) {
    try {
      fs.writeFileSync(fileName, String(process.pid), { flag: "wx" });
      return () => fs.rmSync(fileName, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = holderOf(fileName);
    if (holder === undefined) continue;
    if (!isTold && Date.now() - start > QUIET_MS) {
      tell(`waits for another build of ${path.relative(process.cwd(), folder) || "this folder"}`);
      isTold = true;
    }
    await wait(LOOK_MS);
  }
}
