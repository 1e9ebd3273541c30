/** The part of Node's diagnostic report that is used, {@link https://nodejs.org/api/report.html}. */
export interface DiagnosticReport {
  readonly header?: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects?: readonly string[];
}

/** The globals that identify the runtime. Each may be absent, because guards also run in browsers. */
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

/**
 * Gives the system, the processor and the variables. Bun, Deno and workerd provide it as Node.js does. It is not
 * named `process`: Nitro writes an import of that name into bundles.
 */
export const nodeProcess: NonNullable<Host["process"]> = host.process ?? {};
