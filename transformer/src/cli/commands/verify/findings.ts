/** One thing that was looked at. */
export interface Finding {
  readonly verdict: "proven" | "missing" | "unknown";
  readonly fileName: string;
  readonly line?: number;
  readonly text: string;
}

/** What verify found out. */
export interface Proof {
  readonly findings: readonly Finding[];
  /** Number of contracts that were found. */
  readonly contracts: number;
  /** Number of places that load a contracted module. */
  readonly edges: number;
  /** Conditions of which each may hold or not, because nobody said what programs are started with. */
  readonly assumed: readonly string[];
}
