import type { Command } from "importspy/dist/cli.cjs";

/** The options of `importspy doctor`. */
export type DoctorOptions = {
  project: { type: "string"; short: "p"; placeholder: "file"; description: string };
};

/** `importspy doctor`: is this project really guarded? */
export const doctor: Command<DoctorOptions> = {
  name: "doctor",
  summary: "Find out whether this project is really guarded",
  options: {
    project: { type: "string", short: "p", placeholder: "file", description: "The tsconfig.json, or its folder" },
  },
  details: "Exit code: 0 guarded, 1 unguarded code could ship, 2 it cannot tell.",
  examples: [{ command: "importspy doctor", description: "Examine the project of this folder" }],
  async run(context) {
    const { runDoctor } = await import("./doctor.js");
    return runDoctor(context);
  },
};
