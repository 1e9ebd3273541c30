import type { Command } from "../../../cli.js";
import { LOCK_OPTIONS } from "./options.js";

/** `importspy lock`. */
export const lock: Command<typeof LOCK_OPTIONS> = {
  name: "lock",
  summary: "Write all contracts into a file that is reviewed",
  operands: "[dir|file…]",
  options: LOCK_OPTIONS,
  details: [
    "Takes folders of emitted JavaScript, emitted files, or TypeScript modules; without any, this folder.",
    "Exit code: 0, or with --check 1 when the lock file differs; 2 when there is nothing to lock, or something cannot be",
    "read.",
  ].join("\n"),
  examples: [
    { command: "importspy lock dist", description: "Write importspy.lock.md, to be committed" },
    { command: "importspy lock dist --check", description: "In CI: is it what the build says?" },
  ],
  async run(context) {
    const { runLock } = await import("./lock.js");
    return runLock(context);
  },
};
