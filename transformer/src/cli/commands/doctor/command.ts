import type { Command } from "importspy/dist/cli.cjs";
import type { DoctorOptions } from "./options.js";

/** `importspy doctor`: checks whether a project is guarded. */
export const doctor: Command<DoctorOptions> = {
  name: "doctor",
  summary: "Find out whether this project is really guarded",
  options: {
    project: { type: "string", short: "p", placeholder: "file", description: "The tsconfig.json, or its folder" },
    script: {
      type: "string",
      multiple: true,
      placeholder: "name",
      description: "A script that counts; all by default",
    },
  },
  details: [
    "Follows what the scripts of package.json run, and runs nothing itself. Exit code: 0 guarded, 1 unguarded code could",
    "ship or a script cannot be followed, 2 nothing to examine was found.",
  ].join("\n"),
  examples: [
    { command: "importspy doctor", description: "Examine the project of this folder" },
    {
      command: "importspy doctor --script build --script start",
      description: "Ask what these scripts run, and those that they call",
    },
  ],
  async run(context) {
    const { runDoctor } = await import("./doctor.js");
    return runDoctor(context);
  },
};
