/**
 * A build that watches, by the project's own compiler: that is let watch, and each time that it says that it is done,
 * what it has emitted is guarded.
 *
 * @module
 */
import { spawn } from "node:child_process";
import os from "node:os";
import readline from "node:readline";
import type { NativeCompiler } from "./native.js";
import type { WatchedOutputs } from "./watched.js";

/** Ends the compiler when the input ends, so also when importspy was killed; and ends when the compiler does. */
const KEEPER = `exec 3<&0
"$0" "$@" </dev/null 3<&- &
compiler=$!
{ cat <&3 >/dev/null; kill -9 $compiler; } 2>/dev/null &
wait $compiler 2>/dev/null
code=$?
kill $! 2>/dev/null
exit $code`;

const EMITTED = /^TSFILE: (.+)$/;
const DONE = /Found (\d+) errors?\. Watching for file changes\./;
const BEGINS = /Starting (?:compilation in watch mode|incremental compilation)\.\.\./;

/** How a compiler is run that watches. */
export interface WatchInput {
  readonly compiler: NativeCompiler;
  readonly args: readonly string[];
  readonly outputs: WatchedOutputs;
  write(text: string): void;
  /** A round begins. */
  begin(): void;
}

/** The line that ends a round, with all errors counted. */
const withErrors = (line: string, more: number) =>
  line.replace(DONE, (_, count: string) => {
    const all = Number(count) + more;
    return `Found ${all} error${all === 1 ? "" : "s"}. Watching for file changes.`;
  });

/**
 * Watches until somebody stops it, or nobody reads any more what it prints.
 *
 * @returns The exit status; `undefined` when the built-in compiler has to go on.
 */
export function watchBeside({ compiler, args, outputs, write, begin }: WatchInput): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const command = [compiler.command, ...compiler.args, ...args];
    const child = spawn("/bin/sh", ["-c", KEEPER, ...command], { stdio: ["pipe", "pipe", "inherit"], detached: true });
    let result: { readonly code: number | undefined } | undefined;
    let emitted: string[] = [];
    const end = (code: number | undefined) => {
      result ??= { code };
      child.stdin.end();
    };
    const stopBy = (signal: "SIGINT" | "SIGTERM" | "SIGPIPE") => () => end(128 + os.constants.signals[signal]);
    const stops = { SIGINT: stopBy("SIGINT"), SIGTERM: stopBy("SIGTERM") };
    const stopPrinting = stopBy("SIGPIPE");
    for (const [signal, stop] of Object.entries(stops)) process.on(signal, stop);
    process.stdout.on("error", stopPrinting);
    const settle = () => {
      for (const [signal, stop] of Object.entries(stops)) process.off(signal, stop);
      process.stdout.off("error", stopPrinting);
    };
    const take = async (line: string) => {
      if (result) return;
      const [, name] = EMITTED.exec(line) ?? [];
      if (name !== undefined) {
        emitted.push(name);
        return;
      }
      if (BEGINS.test(line)) begin();
      if (!DONE.test(line)) {
        write(`${line}\n`);
        return;
      }
      const round = emitted;
      emitted = [];
      const errors = await outputs.finish(round);
      if (errors === undefined) end(undefined);
      else write(`${withErrors(line, errors)}\n`);
    };
    const fail = (error: unknown) => {
      end(2);
      settle();
      reject(error as Error);
    };
    // One after the other: a round may have to wait for another build.
    let last = Promise.resolve();
    readline.createInterface({ input: child.stdout }).on("line", (line) => {
      last = last.then(() => take(line)).catch(fail);
    });
    child.stdin.on("error", () => {});
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", async (code) => {
      await last;
      settle();
      resolve(result ? result.code : (code ?? 1));
    });
  });
}
