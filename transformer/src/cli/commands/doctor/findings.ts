import type { MissingHooks } from "../../scripts/tools/hooks.js";
import type { MissingPlugin } from "../../scripts/tools/plugins.js";

/** One thing that doctor looked at. */
export interface Finding {
  /**
   * `unguarded`: unguarded code could ship. `unknown`: doctor cannot tell. `advice`: it works, but something will be in
   * the way.
   */
  readonly verdict: "fine" | "advice" | "unguarded" | "unknown";
  readonly text: string;
  /** What to do about it, in one line. */
  readonly fix?: string;
  /** What will set it right by itself: an installation or a build, so not a change of the project. */
  readonly after?: "install" | "build";
  /** What lacks importspy's plugin. */
  readonly plugin?: MissingPlugin;
  /** The call that lacks importspy's hooks. */
  readonly hooks?: MissingHooks;
}

export const fine = (text: string): Finding => ({ verdict: "fine", text });
export const advice = (text: string, fix: string): Finding => ({ verdict: "advice", text, fix });
export const unguarded = (text: string, fix: string): Finding => ({ verdict: "unguarded", text, fix });
export const unknown = (text: string, fix: string): Finding => ({ verdict: "unknown", text, fix });

/** Whether a finding keeps a project from being guarded, as far as doctor can tell. */
export const isProblem = ({ verdict }: Finding): boolean => verdict === "unguarded" || verdict === "unknown";
