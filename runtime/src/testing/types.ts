/** The facts that a test simulates. All other facts are the real ones. */
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
  /**
   * The runtimes that are present; all others are absent. A full version, or `true` for a runtime without a version.
   */
  readonly runtime?: {
    readonly node?: string;
    readonly bun?: string;
    readonly deno?: string;
    readonly electron?: string;
    readonly workerd?: true;
    readonly "edge-light"?: true;
    readonly browser?: true;
  };
  /** Variables, on top of those that are set; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Versions of packages, on top of those that are installed; `undefined` removes one. */
  readonly packages?: Readonly<Record<string, string | undefined>>;
  /** The number of processors that the program may use. */
  readonly cpus?: number;
  /** The memory that the program may use: bytes, or a text such as `"2GiB"`. */
  readonly memory?: number | string;
  /** The importer. Without `package`, it is in the package of the contracted module. */
  readonly importer?: { readonly module: string; readonly package?: string };
}

/** The facts that a test simulates are invalid. */
export class FactsError extends Error {
  override readonly name = "FactsError";
}
