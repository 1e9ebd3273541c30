import type { Command } from "importspy/dist/cli.cjs";
import type { InitOptions } from "./options.js";

/** `importspy init`: sets up an existing project, or a first one. */
export const init: Command<InitOptions> = {
  name: "init",
  summary: "Make an existing project ready for contracts",
  options: {
    "dry-run": { type: "boolean", short: "n", description: "Show what would change, and change nothing" },
    example: { type: "boolean", description: "In a folder without sources: a first contract, and what imports it" },
    project: { type: "string", short: "p", placeholder: "file", description: "The tsconfig.json, or its folder" },
  },
  details: [
    "Adds the dependencies, lets scripts that emit with tsc run importspy build, and adds the entry of plugins to",
    "tsconfig.json. Comments stay. Installs nothing: the command to do so is printed. Running it again changes nothing.",
  ].join("\n"),
  examples: [
    { command: "importspy init --dry-run", description: "Show what would change" },
    {
      command: "npx -p @importspy/transformer -p importspy importspy init",
      description: "In a project without importspy",
    },
    {
      command: "npx -p @importspy/transformer -p importspy importspy init --example",
      description: "In an empty folder",
    },
  ],
  async run(context) {
    const { runInit } = await import("./init.js");
    return runInit(context);
  },
};
