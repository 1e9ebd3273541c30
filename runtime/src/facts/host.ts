/** What Node.js tells in a diagnostic report, {@link https://nodejs.org/api/report.html}. */
export interface DiagnosticReport {
  readonly header?: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects?: readonly string[];
}

/** The globals that tell where the program runs. Each may be absent: guards run in browsers, too. */
interface Host {
  readonly process?: {
    readonly platform?: string;
    readonly arch?: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly versions?: Readonly<Record<string, string | undefined>>;
    readonly report?: { excludeNetwork?: boolean; getReport?(): DiagnosticReport };
  };
  readonly Deno?: { readonly version?: { readonly deno?: string } };
  readonly EdgeRuntime?: unknown;
  readonly document?: unknown;
  readonly WebSocketPair?: unknown;
  readonly WorkerGlobalScope?: unknown;
}

export const host: Host = globalThis;

/** Names the system, the processor and the variables: Node.js has it, and Bun, Deno and workerd fill it alike. */
export const process: NonNullable<Host["process"]> = host.process ?? {};
