/** The verdict on one place or file. */
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
  /** Conditions that may hold or not, because it is not known how programs are started. */
  readonly assumed: readonly string[];
}
