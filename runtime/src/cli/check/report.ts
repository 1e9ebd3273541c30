import type { CommandContext } from "../../cli.js";
import type { Unreadable } from "../sidecars/collect.js";
import { formatGithub } from "./formats/github.js";
import { formatHuman } from "./formats/human.js";
import { formatJson } from "./formats/json.js";
import { formatJunit } from "./formats/junit.js";
import { formatSarif } from "./formats/sarif.js";
import type { JudgedContract } from "./judge.js";

/** What `importspy check` found out. */
export interface CheckReport {
  readonly contracts: readonly JudgedContract[];
  readonly unreadable: readonly Unreadable[];
}

/** Writes a report as text. */
export type Formatter = (report: CheckReport, context: Pick<CommandContext, "paint" | "cwd" | "env">) => string;

export const FORMATTERS = {
  human: formatHuman,
  json: formatJson,
  github: formatGithub,
  junit: formatJunit,
  sarif: formatSarif,
} as const satisfies Readonly<Record<string, Formatter>>;
