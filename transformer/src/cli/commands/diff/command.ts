import type { Command } from "importspy/dist/cli.cjs";
import { DIFF_OPTIONS } from "./options.js";

/** `importspy diff`. */
export const diff: Command<typeof DIFF_OPTIONS> = {
  name: "diff",
  summary: "Tell what changed contracts mean for those who import",
  operands: "<old> [new]",
  options: DIFF_OPTIONS,
  details: [
    "Each side is a folder of emitted JavaScript, a lock file, git:<revision> or npm:<package>[@version]; the second is",
    "this folder when it is not given. Of a revision the file importspy.lock.md is read; a revision without one is built",
    "in a worktree of its own. Refusing what was admitted is major, admitting more is minor, other words are a patch.",
    "Exit code: 0 the version in package.json moved enough, 1 it did not, 2 it cannot tell.",
  ].join("\n"),
  examples: [
    { command: "importspy diff git:main", description: "What does this branch change?" },
    { command: "importspy diff npm:my-package dist", description: "Is this a patch, a minor or a major release?" },
    { command: "importspy diff git:v1.2.0 git:v1.3.0 --format markdown", description: "For release notes" },
  ],
  async run(context) {
    const { runDiff } = await import("./diff.js");
    return runDiff(context);
  },
};
