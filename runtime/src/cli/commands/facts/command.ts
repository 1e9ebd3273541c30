import type { Command } from "../../../cli.js";
import { FACTS_OPTIONS } from "./options.js";

/** `importspy facts`. */
export const facts: Command<typeof FACTS_OPTIONS> = {
  name: "facts",
  summary: "Tell what this machine and process offer to contracts",
  operands: "[dir|file…]",
  options: FACTS_OPTIONS,
  details: [
    "Lists what each field of a contract is judged by here. Of variables and packages, those that the contracts of a folder",
    "or file ask for; of a variable only whether it is set. Exit code: 0, or 2 when something cannot be read.",
  ].join("\n"),
  examples: [
    { command: "importspy facts", description: "What does this machine offer?" },
    { command: "importspy facts dist --format json", description: "And what of that which this build asks for?" },
  ],
  async run(context) {
    const { runFacts } = await import("./facts.js");
    return runFacts(context);
  },
};
