import type { Command } from "importspy/dist/cli.cjs";
import type { VerifyOptions } from "./options.js";

/** `importspy verify`: the proof on emitted JavaScript. */
export const verify: Command<VerifyOptions> = {
  name: "verify",
  summary: "Prove that emitted JavaScript is guarded",
  operands: "<dir|file…>",
  options: {
    conditions: {
      type: "string",
      short: "C",
      multiple: true,
      placeholder: "name",
      description: "What programs are started with, as node --conditions; by default any may hold",
    },
  },
  details: [
    "Lists every place that loads a contracted module, with its verdict. A file or folder without sidecars is taken for",
    "a bundle of the others: what it holds of a contracted module must stand behind the module's contract.",
    "Exit code: 0 proven, 1 something is missing, 2 it cannot tell.",
  ].join("\n"),
  examples: [
    { command: "importspy verify dist", description: "Prove the output of a build" },
    { command: "importspy verify dist bundle/server.js", description: "And a bundle that was made of it" },
  ],
  async run(context) {
    const { runVerify } = await import("./verify.js");
    return runVerify(context);
  },
};
