import type { Command } from "../../../cli.js";
import { EXPLAIN_OPTIONS } from "./options.js";

/** `importspy explain`. */
export const explain: Command<typeof EXPLAIN_OPTIONS> = {
  name: "explain",
  summary: "Tell in words what contracts ask for",
  operands: "[module|dir…]",
  options: EXPLAIN_OPTIONS,
  details: [
    "Takes TypeScript modules, emitted files, or folders of either. What it tells is read from the output of a build.",
    "Exit code: 0, with --why 1 when the import is refused, or 2 when there is nothing to explain, something cannot be read, or the output is stale.",
  ].join("\n"),
  examples: [
    { command: "importspy explain src/payments.ts", description: "What does this module ask for?" },
    { command: "importspy explain --needs src/main.ts", description: "What must hold for this program to start?" },
    { command: "importspy explain --why src/main.ts src/payments.ts", description: "Is this import admitted here?" },
    { command: "importspy explain dist --format markdown", description: "A table for the docs" },
    { command: "importspy explain dist --format env > .env.example", description: "All variables of a build" },
  ],
  async run(context) {
    const { runExplain } = await import("./explain.js");
    return runExplain(context);
  },
};
