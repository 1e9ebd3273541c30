import { spawn } from "node:child_process";
import { inherited, type RunOptions } from "../project.ts";

/** A program that goes on running: a watcher, a server. */
export interface Started extends AsyncDisposable {
  /**
   * Waits until it has printed something since the last call.
   *
   * @param sign - What.
   * @returns All that was printed meanwhile.
   * @throws Error when it ended, or did not print that for 60 seconds.
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
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  let output = "";
  let notify = () => {};
  const take = (text: string) => {
    output += text;
    notify();
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", take);
  child.on("close", (code) => take(`\nended with ${code}`));
  return {
    async printed(sign) {
      const limit = Date.now() + 60_000;
      const isThere = () => (typeof sign === "string" ? output.includes(sign) : sign.test(output));
      while (!isThere()) {
        if (child.exitCode !== null || Date.now() > limit) throw new Error(`${sign} was not printed:\n${output}`);
        await new Promise<void>((resolve) => {
          notify = resolve;
          setTimeout(resolve, 1_000).unref();
        });
      }
      const printed = output;
      output = "";
      return printed;
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
      await ended;
    },
  };
}
