import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import path from "node:path";
import { follow } from "./following.ts";
import { inherited, type Project, root } from "./project.ts";

/** A compiler that watches a project. */
export interface Watcher extends AsyncDisposable {
  /** Waits for the build that is going on, a minute at most. Returns what it printed. */
  settled(): Promise<string>;
}

const DONE = "Watching for file changes";

/**
 * Starts the real tspc in a watch mode.
 *
 * @param project - Where.
 * @param args - tspc's arguments, `--watch` included.
 * @returns Must be disposed of, which ends the process.
 */
export function watch(project: Project, args: readonly string[]): Watcher {
  const tspc = path.join(root, "node_modules/ts-patch/bin/tspc.js");
  const child = spawn(process.execPath, [tspc, ...args, "--preserveWatchOutput"], {
    cwd: project.folder,
    env: inherited(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const following = follow(child);
  return {
    async settled() {
      const isDone = (output: string) => output.includes(DONE);
      const output = await following.until(isDone, 60_000);
      if (!isDone(output) && child.exitCode !== null) throw new Error(`The watching compiler ended:\n${output}`);
      return following.take().replaceAll(project.folder, "<project>");
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await following.ended;
    },
  };
}

/**
 * Overwrites a file with one write, so that a watching compiler sees one change and never half a file: what is shorter
 * than the old text is filled up with line breaks.
 */
export async function overwrite(fileName: string, text: string): Promise<void> {
  const file = await open(fileName, "r+");
  try {
    const { size } = await file.stat();
    await file.write(text.padEnd(size, "\n"), 0);
  } finally {
    await file.close();
  }
}
