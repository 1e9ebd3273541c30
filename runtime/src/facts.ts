/** What a contract can be judged against. Each fact is collected at most once, when a contract asks for it. */
export interface Facts {
  readonly os: string | undefined;
  readonly arch: string | undefined;
  readonly libc: string | undefined;
  /** Version of each runtime that is present; `""` when the runtime does not tell its version. */
  readonly runtime: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Process {
  platform?: string;
  arch?: string;
  env?: Record<string, string | undefined>;
  versions?: Record<string, string | undefined>;
  report?: { excludeNetwork?: boolean; getReport(): unknown };
}

const host = globalThis as typeof globalThis & {
  process?: Process;
  Deno?: { version?: { deno?: string } };
  EdgeRuntime?: unknown;
  window?: unknown;
  document?: unknown;
};

/** glibc tells its version in Node's diagnostic report; musl does not. Absent where the system is not Linux. */
function collectLibc(): string | undefined {
  const { process } = host;
  if (process?.platform !== "linux" || !process.report) return undefined;
  const { report } = process;
  const { excludeNetwork } = report;
  // Looking up network interfaces is the slow part of a report and may block for seconds.
  report.excludeNetwork = true;
  try {
    const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
    return header.glibcVersionRuntime ? "glibc" : "musl";
  } finally {
    report.excludeNetwork = excludeNetwork as boolean;
  }
}

/**
 * Which runtimes are present, by the sign that each documents: `process.versions` for Node.js, Bun and Electron,
 * `Deno.version`, `navigator.userAgent` for workerd, the global `EdgeRuntime` for edge-light. Bun and Deno also
 * fill `process.versions.node`, yet are not Node.js.
 */
function collectRuntime(): Record<string, string | undefined> {
  const versions = host.process?.versions ?? {};
  const { bun, electron } = versions;
  const deno = host.Deno?.version?.deno;
  const { navigator } = host as { navigator?: { userAgent?: string } };
  const workerd = navigator?.userAgent === "Cloudflare-Workers" ? "" : undefined;
  const edge = host.EdgeRuntime === undefined ? undefined : "";
  const foreign = bun ?? deno ?? workerd ?? edge;
  return {
    node: foreign === undefined ? versions.node : undefined,
    bun,
    deno,
    workerd,
    "edge-light": edge,
    electron,
    browser: host.window !== undefined && host.document !== undefined ? "" : undefined,
  };
}

/**
 * The facts of this process. Getters, so that what no contract asks for is never collected.
 *
 * @returns Facts that remember what they collected, except `env`, which is read when a contract is judged.
 */
export function collectFacts(): Facts {
  let libc: { value: string | undefined } | undefined;
  let runtime: Record<string, string | undefined> | undefined;
  return {
    get os() {
      return host.process?.platform;
    },
    get arch() {
      return host.process?.arch;
    },
    get libc() {
      libc ??= { value: collectLibc() };
      return libc.value;
    },
    get runtime() {
      runtime ??= collectRuntime();
      return runtime;
    },
    get env() {
      return host.process?.env ?? {};
    },
  };
}
