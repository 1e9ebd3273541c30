import type { Command } from "../../../cli.js";
import { CHECK_OPTIONS } from "./options.js";

/** `importspy check`. */
export const check: Command<typeof CHECK_OPTIONS> = {
  name: "check",
  summary: "Judge contracts against this machine, without running anything",
  operands: "[dir|file…]",
  options: CHECK_OPTIONS,
  details: [
    "Takes folders of emitted JavaScript, emitted files, or TypeScript modules; without any, this folder.",
    "Variables that are set outweigh files, and --env outweighs both. Prefer -e to --env-file: Node.js reads the",
    "file of --env-file too, stops with exit code 9 when there is none, and obeys NODE_OPTIONS in it.",
    "Exit code: 0 every contract holds, 1 one is broken, 2 nothing to check, or something cannot be read or judged.",
  ].join("\n"),
  examples: [
    { command: "importspy check dist", description: "May this build run here?" },
    {
      command: "importspy check dist --ignore-env -e .env.production",
      description: "Is a file of variables complete?",
    },
    {
      command: "importspy check dist --os linux --libc musl --node 20.11.0 --package pg@8.11.3",
      description: "Would it run there?",
    },
    { command: "importspy check --entry dist/main.js", description: "May this program start here?" },
    { command: "importspy check dist --format github", description: "Annotate a pull request" },
  ],
  async run(context) {
    const { runCheck } = await import("./check.js");
    return runCheck(context);
  },
};
