import type { CommandContext } from "../../../cli.js";
import type { JudgedContract } from "../../judging/judge.js";
import type { Unreadable } from "../../sidecars/collect.js";

/** The result of `importspy check`. */
export interface CheckReport {
  readonly contracts: readonly JudgedContract[];
  readonly unreadable: readonly Unreadable[];
}

/** Writes a report as text. */
export type Formatter = (report: CheckReport, context: Pick<CommandContext, "paint" | "cwd" | "env">) => string;
