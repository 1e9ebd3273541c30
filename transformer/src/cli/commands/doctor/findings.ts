import type { MissingHooks } from "../../scripts/tools/hooks.js";
import type { MissingPlugin } from "../../scripts/tools/plugins.js";

/** One result of doctor. */
export interface Finding {
  /**
   * `unguarded`: unguarded code could ship. `unknown`: doctor cannot decide. `advice`: it works, but something may
   * cause trouble.
   */
  readonly verdict: "fine" | "advice" | "unguarded" | "unknown";
  readonly text: string;
  /** The fix, in one line. */
  readonly fix?: string;
  /** What fixes it without a change of the project: an installation or a build. */
  readonly after?: "install" | "build";
  /** The configuration that lacks importspy's plugin. */
  readonly plugin?: MissingPlugin;
  /** The call that lacks importspy's hooks. */
  readonly hooks?: MissingHooks;
}

export const fine = (text: string): Finding => ({ verdict: "fine", text });
export const advice = (text: string, fix: string): Finding => ({ verdict: "advice", text, fix });
export const unguarded = (text: string, fix: string): Finding => ({ verdict: "unguarded", text, fix });
export const unknown = (text: string, fix: string): Finding => ({ verdict: "unknown", text, fix });

/** Whether a finding means that the project is not guarded, or may not be. */
export const isProblem = ({ verdict }: Finding): boolean => verdict === "unguarded" || verdict === "unknown";
