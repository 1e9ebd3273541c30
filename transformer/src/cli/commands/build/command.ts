import type { Command } from "importspy/dist/cli.cjs";

/** `importspy build`: tsc with guards. */
export const build: Command = {
  name: "build",
  summary: "Compile a project, its contracts and its guards",
  operands: "[-p tsconfig] [-b] [--watch] [--noEmit] [any option of tsc]",
  parsesArguments: true,
  options: {
    project: { type: "string", short: "p", placeholder: "file", description: "The tsconfig.json, or its folder" },
    build: { type: "boolean", short: "b", description: "Build project references too; must come first" },
    watch: { type: "boolean", short: "w", description: "Build again on every change" },
    noEmit: { type: "boolean", description: "Check only" },
    compiler: { type: "string", placeholder: "6", description: "By importspy's own TypeScript, whatever is installed" },
  },
  details: [
    "Takes every option of tsc (importspy build --help --all) and exits like tsc: 0 built, 1 errors and nothing",
    "emitted, 2 errors but emitted. Where the project's TypeScript is 7 or later, that checks and emits, and guards are",
    "put into what it emitted; every other project, and -b --watch, is compiled by a TypeScript 6.0 of its own.",
  ].join("\n"),
  examples: [
    { command: "importspy build", description: "Build the project of this folder" },
    { command: "importspy build -p tsconfig.build.json --noEmit", description: "Check contracts and importers only" },
    { command: "importspy build -b --watch", description: "Build project references, again on every change" },
  ],
  async run(invocation) {
    const { runBuild } = await import("./run.js");
    return runBuild(invocation);
  },
};
