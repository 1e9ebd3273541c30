/** One thing that doctor looked at. */
export interface Finding {
  /** `unguarded`: unguarded code could ship. `advice`: it works, but something will be in the way. */
  readonly verdict: "fine" | "advice" | "unguarded";
  readonly text: string;
  /** What to do about it, in one line. */
  readonly fix?: string;
}

export const fine = (text: string): Finding => ({ verdict: "fine", text });
export const advice = (text: string, fix: string): Finding => ({ verdict: "advice", text, fix });
export const unguarded = (text: string, fix: string): Finding => ({ verdict: "unguarded", text, fix });
