import { spawn } from "node:child_process";
import { LONGEST_WAIT } from "../eventually.ts";
import { follow } from "../following.ts";
import { inherited, type RunOptions } from "../project.ts";

/** A program that goes on running: a watcher, a server. */
export interface Started extends AsyncDisposable {
  /**
   * Waits until it has printed something since the last call.
   *
   * @param sign - What.
   * @returns All that was printed meanwhile.
   * @throws Error when it ended, or did not print that for three minutes.
   */
  printed(sign: string | RegExp): Promise<string>;
}

/**
 * Starts a program.
 *
 * @param command - The program.
 * @param args - Its arguments.
 * @param options - Where, and with which variables.
 * @returns Must be disposed of, which ends it and all that it has started.
 */
export function start(command: string, args: readonly string[], options: RunOptions = {}): Started {
  // A group of its own, so that nothing which it starts outlives it.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...inherited(), NO_COLOR: "1", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const following = follow(child, options.env);
  return {
    async printed(sign) {
      const isThere = (output: string) => (typeof sign === "string" ? output.includes(sign) : sign.test(output));
      const output = await following.until(isThere, LONGEST_WAIT);
      if (!isThere(output)) throw new Error(`${sign} was not printed:\n${output}`);
      return following.take();
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.pid !== undefined) {
        try {
          process.kill(-child.pid, "SIGKILL");
        } catch (error) {
          // It has ended meanwhile.
          if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
        }
      }
      await following.ended;
    },
  };
}
