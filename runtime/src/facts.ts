/** What a contract can be judged against. Each fact is collected at most once, when a contract asks for it. */
export interface Facts {
  readonly os: string | undefined;
  readonly arch: string | undefined;
  readonly libc: string | undefined;
  /** Version of each runtime that is present; `""` when the runtime does not tell its version. */
  readonly runtime: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface DiagnosticReport {
  readonly header?: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects?: readonly string[];
}

/** The globals that tell where the program runs. Each may be absent: this file is for browsers too. */
interface Host {
  readonly process?: {
    readonly platform?: string;
    readonly arch?: string;
    readonly env?: Facts["env"];
    readonly versions?: Facts["runtime"];
    readonly report?: { excludeNetwork?: boolean; getReport?(): DiagnosticReport };
  };
  readonly navigator?: { readonly userAgent?: string };
  readonly Deno?: { readonly version?: { readonly deno?: string } };
  readonly EdgeRuntime?: unknown;
  readonly document?: unknown;
  readonly WorkerGlobalScope?: unknown;
}

const host: Host = globalThis;
const { process = {} } = host;

/**
 * Read off Node's diagnostic report, {@link https://nodejs.org/api/report.html}: glibc tells its version there, musl
 * is among the shared objects. Absent where the system is not Linux or does not tell.
 */
function collectLibc(): string | undefined {
  const { platform, report } = process;
  if (platform !== "linux" || !report?.getReport) return undefined;
  const { excludeNetwork = false } = report;
  // Looking up network interfaces is the slow part of a report and may block for seconds.
  report.excludeNetwork = true;
  const { header, sharedObjects } = report.getReport();
  report.excludeNetwork = excludeNetwork;
  if (header?.glibcVersionRuntime) return "glibc";
  return sharedObjects?.some((file) => file.includes("musl-")) ? "musl" : undefined;
}

/** The version of what tells none. */
const present = (sign: unknown) => (sign ? "" : undefined);

/**
 * Which runtimes are present, by the sign that each documents: `process.versions` for Node.js, Bun and Electron,
 * `Deno.version`, `navigator.userAgent` for workerd, the global `EdgeRuntime` for edge-light, a document or a web
 * worker's scope for browsers. Bun, Deno and workerd also fill `process.versions.node`, yet are not Node.js.
 */
function collectRuntime(): Facts["runtime"] {
  const { node, bun, electron } = process.versions ?? {};
  const deno = host.Deno?.version?.deno;
  const workerd = present(host.navigator?.userAgent === "Cloudflare-Workers");
  const edge = present(host.EdgeRuntime);
  const isForeign = (bun ?? deno ?? workerd ?? edge) !== undefined;
  return {
    node: isForeign ? undefined : node,
    bun,
    deno,
    workerd,
    "edge-light": edge,
    electron,
    browser: present(!isForeign && (host.document || host.WorkerGlobalScope)),
  };
}

/**
 * The facts of this process. Getters, so that what no contract asks for is never collected.
 *
 * @returns Facts that remember what is dear to collect. `env` is read anew whenever a contract is judged.
 */
export function collectFacts(): Facts {
  let libc: string | undefined;
  let runtime: Facts["runtime"] | undefined;
  return {
    get os() {
      return process.platform;
    },
    get arch() {
      return process.arch;
    },
    get libc() {
      libc ??= collectLibc() ?? "";
      return libc || undefined;
    },
    get runtime() {
      runtime ??= collectRuntime();
      return runtime;
    },
    get env() {
      return process.env ?? {};
    },
  };
}
