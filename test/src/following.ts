import type { ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { assertHidden } from "./secrets.ts";

/** What a running process prints. */
export interface Following {
  /** Resolves when the process has ended and closed its output; rejects where that has a secret which nobody was told of. */
  readonly ended: Promise<void>;
  /**
   * Waits until something is there, until the process ends, or until time is up.
   *
   * @param isThere - Looks for it in what was printed since the last {@link Following.take}.
   * @param milliseconds - How long to wait at most.
   * @returns What was printed; {@link Following.take} has not happened yet.
   */
  until(isThere: (output: string) => boolean, milliseconds: number): Promise<string>;
  /** What was printed since the last call. */
  take(): string;
}

/**
 * Follows what a process prints on both of its streams.
 *
 * @param child - The process.
 * @param env - Its variables: where it prints a secret of them, waiting for its output fails.
 */
export function follow(
  child: ChildProcessByStdio<null, Readable, Readable>,
  env?: Readonly<Record<string, string | undefined>>,
): Following {
  let output = "";
  /** What was printed and taken before, for secrets that are printed when nobody waits for anything. */
  let taken = "";
  let isTold = false;
  const check = () => {
    if (isTold) return;
    try {
      assertHidden(taken + output, env);
    } catch (error) {
      isTold = true;
      throw error;
    }
  };
  const ended = new Promise<void>((resolve, reject) => {
    child.on("close", () => {
      try {
        check();
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
  // Who waits for it is told.
  ended.catch(() => {});
  let notify = () => {};
  const add = (text: string) => {
    output += text;
    notify();
  };
  child.stdout.setEncoding("utf8").on("data", add);
  child.stderr.setEncoding("utf8").on("data", add);
  child.on("close", (code) => add(`\nended with ${code}`));
  return {
    ended,
    async until(isThere, milliseconds) {
      const limit = Date.now() + milliseconds;
      while (!isThere(output) && child.exitCode === null && Date.now() < limit) {
        await new Promise<void>((resolve) => {
          notify = resolve;
          setTimeout(resolve, 1_000).unref();
        });
      }
      check();
      return output;
    },
    take() {
      const printed = output;
      taken += output;
      output = "";
      return printed;
    },
  };
}
