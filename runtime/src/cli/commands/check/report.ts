import type { CommandContext } from "../../../cli.js";
import type { JudgedContract } from "../../judging/judge.js";
import type { Unreadable } from "../../sidecars/collect.js";

/** What `importspy check` found out. */
export interface CheckReport {
  readonly contracts: readonly JudgedContract[];
  readonly unreadable: readonly Unreadable[];
}

/** Writes a report as text. */
export type Formatter = (report: CheckReport, context: Pick<CommandContext, "paint" | "cwd" | "env">) => string;
