/** What a contract can be judged against. Each fact is collected when a contract asks for it, and what is dear once. */
export interface Facts {
  readonly os: string | undefined;
  readonly arch: string | undefined;
  readonly libc: string | undefined;
  /** Version of each runtime, `""` when the runtime does not tell its version; not a text when it is not present. */
  readonly runtime: Readonly<Record<string, unknown>>;
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
    readonly versions?: Facts["env"];
    readonly report?: { excludeNetwork?: boolean; getReport?(): DiagnosticReport };
  };
  readonly Deno?: { readonly version?: { readonly deno?: string } };
  readonly EdgeRuntime?: unknown;
  readonly document?: unknown;
  readonly WebSocketPair?: unknown;
  readonly WorkerGlobalScope?: unknown;
}

const host: Host = globalThis;

/** Names the system, the processor and the variables, which are read anew whenever a contract is judged. */
export const { process } = host;

/** What is said of a variable that is not set: also what would set it, where that is not known from Node.js. */
export const notSet = `not set${
  process?.env ? (host.WebSocketPair ? "; a binding sets it" : "") : "; no process.env here"
}`;

let libc: string | undefined;

function readLibc(): string | undefined {
  const { platform, report } = process ?? {};
  if (platform !== "linux" || !report?.getReport) return undefined;
  const { excludeNetwork = false } = report;
  // Looking up network interfaces is the slow part of a report and may block for seconds.
  report.excludeNetwork = true;
  const { header, sharedObjects } = report.getReport();
  report.excludeNetwork = excludeNetwork;
  if (header?.glibcVersionRuntime) return "glibc";
  return sharedObjects?.some((file) => file.includes("musl-")) ? "musl" : undefined;
}

/**
 * Read off Node's diagnostic report, {@link https://nodejs.org/api/report.html}: glibc tells its version there, musl
 * is among the shared objects. Absent where the system is not Linux or does not tell. A report is dear: it is made once.
 */
export function collectLibc(): string | undefined {
  libc ??= readLibc() ?? "";
  return libc || undefined;
}

let runtime: Facts["runtime"] | undefined;

/**
 * Which runtimes are present, by the sign that each documents: `process.versions` for Node.js, Bun and Electron,
 * `Deno.version`, the global `WebSocketPair` for workerd and `EdgeRuntime` for edge-light, a document or a web worker's
 * scope for browsers. Bun, Deno and workerd also fill `process.versions.node`, yet are not Node.js.
 */
export function collectRuntime(): Facts["runtime"] {
  if (runtime) return runtime;
  const { Deno, EdgeRuntime, document, WebSocketPair, WorkerGlobalScope } = host;
  const { node, bun, electron } = process?.versions ?? {};
  const deno = Deno?.version?.deno;
  const isForeign = bun || deno || WebSocketPair || EdgeRuntime;
  // What does not tell its version has the empty one.
  runtime = {
    node: !isForeign && node,
    bun,
    deno,
    workerd: WebSocketPair && "",
    "edge-light": EdgeRuntime && "",
    electron,
    browser: !isForeign && (document || WorkerGlobalScope) && "",
  };
  return runtime;
}
