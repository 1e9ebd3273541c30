import type { Command } from "importspy/dist/cli.cjs";

import type { AdoptOptions } from "./options.js";

/** `importspy adopt`: lists the importers that a new contract refuses as `Legacy<…>`. */
export const adopt: Command<AdoptOptions> = {
  name: "adopt",
  summary: "Admit today's importers of a module that a new contract refuses",
  operands: "[module…]",
  options: {
    "dry-run": { type: "boolean", short: "n", description: "Show what would change, and change nothing" },
    add: { type: "boolean", description: "Add to a list that is there already, which otherwise only shrinks" },
    project: { type: "string", short: "p", placeholder: "file", description: "The tsconfig.json, or its folder" },
  },
  details: [
    "Writes the modules that a contract's importer refuses today into it, as Legacy<…>, and takes those off the list that",
    "need not be on it any more. Looks at the files of tsconfig.json and of the projects that it references; without",
    "operands, at all contracts.",
    "Exit code: 0, 1 when importers are left that are not on a list, or 2 when a contract cannot be edited.",
  ].join("\n"),
  examples: [
    { command: "importspy adopt src/payments.ts --dry-run", description: "Show what would be written" },
    { command: "importspy adopt", description: "All contracts" },
  ],
  async run(context) {
    const { runAdopt } = await import("./adopt.js");
    return runAdopt(context);
  },
};
