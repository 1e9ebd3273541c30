/** What every row gets. */
export interface RowOptions {
  /** Number of pairs; a row may take more when a run is short, or fewer when it is long. */
  readonly runs: number;
  readonly progress: (text: string) => void;
}

/** What a row found. */
export interface Figure {
  /** The rival's median, already with its unit. */
  readonly without?: string;
  /** Our median, already with its unit. */
  readonly with?: string;
  /** What is compared with the limit. */
  readonly value: number;
  /** Between which values the middle half of the pairs lies: how much the machine moves the figure. */
  readonly half?: readonly [from: number, to: number];
  /** Number of pairs, or of runs where there is no rival. */
  readonly pairs?: number;
  /** The ratio of processor times, where the value is a ratio of durations. */
  readonly cpu?: number;
}

/** A line of the table. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly limit: number;
  /** `×` for ratios. */
  readonly unit: "×" | "ms" | "ns" | "s" | "kB" | "MB";
  /** Resolves to nothing when what it measures is not there. */
  measure(options: RowOptions): Promise<Figure | undefined>;
}

/** A duration, readable. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return milliseconds >= 0.01 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds * 1e6).toFixed(0)} ns`;
}
