/**
 * The common API of webpack and Rspack, as far as it is used. Their own types are not imported, because a user installs
 * only one of them.
 *
 * @module
 */

interface Hook<Value> {
  tap(name: string | { readonly name: string; readonly stage: number }, work: (value: Value) => void): void;
}

/** A module of a compilation. */
export interface BuildModule {
  /** `/app/src/x.ts?query`, for a module from a file. */
  readonly resource?: string;
  readonly dependencies: readonly object[];
  /** The modules of a concatenated module. */
  readonly modules?: Iterable<BuildModule>;
  identifier(): string;
}

/** A chunk of a compilation. */
export interface BuildChunk {
  readonly files: Iterable<string>;
}

interface ModuleGraph {
  getModule(dependency: object): BuildModule | null;
  isAsync(module: BuildModule): boolean;
  getOutgoingConnections(module: BuildModule): Iterable<{ readonly module: BuildModule | null }>;
  getIncomingConnections(module: BuildModule): Iterable<{ readonly originModule?: BuildModule | null }>;
}

/** A compilation. */
export interface BuildCompilation {
  readonly compiler: BuildCompiler;
  readonly modules: Iterable<BuildModule>;
  readonly chunks: Iterable<BuildChunk>;
  readonly moduleGraph: ModuleGraph;
  readonly chunkGraph: { getChunkModules(chunk: BuildChunk): Iterable<BuildModule> };
  readonly errors: Error[];
  readonly hooks: {
    readonly seal: { tap(name: string, work: () => void): void };
    readonly processAssets: Hook<Readonly<Record<string, { source(): string | Buffer }>>>;
  };
  emitAsset(name: string, source: object): void;
}

/** A rule that is matched with modules. */
interface Rule {
  readonly test?: RegExp;
  readonly exclude?: RegExp;
  readonly resourceQuery?: RegExp | { readonly not: RegExp };
  readonly enforce?: "post";
  readonly use?: readonly { readonly loader: string; readonly options?: object }[];
  readonly sideEffects?: boolean;
  readonly type?: string;
}

/** The compiler options that are read or changed. */
export interface CompilerOptions {
  externals?: unknown;
  externalsType?: string | undefined;
  readonly externalsPresets?: { readonly node?: boolean | undefined } | undefined;
  readonly optimization?: { inlineExports?: boolean };
  readonly output: { readonly module?: boolean | undefined; strictModuleErrorHandling?: boolean | undefined };
  readonly module: { rules: unknown[] };
}

/** A compiler. */
export interface BuildCompiler {
  readonly context: string;
  readonly root: object;
  readonly options: object;
  /** The features of the target; `null` when unknown. */
  readonly platform?: Readonly<Record<string, boolean | null | undefined>>;
  /** Rspack's built-in plugins, as they were applied. */
  readonly __internal__builtinPlugins?: readonly { readonly name: string; readonly options?: unknown }[];
  readonly modifiedFiles?: ReadonlySet<string> | undefined;
  readonly removedFiles?: ReadonlySet<string> | undefined;
  readonly webpack: {
    readonly sources: { readonly RawSource: new (text: string) => object };
    readonly Compilation: { readonly PROCESS_ASSETS_STAGE_REPORT: number };
  };
  readonly hooks: {
    readonly afterEnvironment: { tap(name: string, work: () => void): void };
    readonly watchRun: { tap(name: string, work: (compiler: unknown) => void): void };
    readonly thisCompilation: { tap(name: string, work: (compilation: unknown, parts: unknown) => void): void };
    readonly done: { tap(name: string, work: () => void): void };
    readonly shutdown: { tap(name: string, work: () => void): void };
  };
}

/** Adds module rules. */
export function addRules(options: object, rules: readonly Rule[]): void {
  (options as CompilerOptions).module.rules.push(...rules);
}
