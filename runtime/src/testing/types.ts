/** What a test supposes. What is not named is as it really is. */
export interface SimulatedFacts {
  /** `process.platform` */
  readonly os?:
    | "aix"
    | "android"
    | "cygwin"
    | "darwin"
    | "freebsd"
    | "haiku"
    | "linux"
    | "netbsd"
    | "openbsd"
    | "sunos"
    | "win32";
  /** `process.arch` */
  readonly arch?: string;
  /** The C library; only Linux has one. */
  readonly libc?: "glibc" | "musl";
  /** The runtimes that are present, and no others: a full version, `true` for one that does not tell its version. */
  readonly runtime?: {
    readonly node?: string;
    readonly bun?: string;
    readonly deno?: string;
    readonly electron?: string;
    readonly workerd?: true;
    readonly "edge-light"?: true;
    readonly browser?: true;
  };
  /** Variables, laid over those that are set; `undefined` for one that is not set. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Versions of installed packages, laid over those that are installed; `undefined` for one that is not. */
  readonly packages?: Readonly<Record<string, string | undefined>>;
  /** How many processors the program may use. */
  readonly cpus?: number;
  /** The memory that the program may use: bytes, or a text as `"2GiB"`. */
  readonly memory?: number | string;
  /** Who imports; of the package of the contracted module where none is named. */
  readonly importer?: { readonly module: string; readonly package?: string };
}

/** What is wrong with the facts that a test supposes. */
export class FactsError extends Error {
  override readonly name = "FactsError";
}
