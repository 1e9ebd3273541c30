/**
 * What Jest gives transformers and takes of them, {@link https://jestjs.io/docs/code-transformation}; its own types would
 * be a dependency.
 *
 * @module
 */

/** What the user says in jest.config. */
export interface JestOptions {
  /** The transformer that compiles: `"ts-jest"`, `["@swc/jest", { … }]`; `"babel-jest"` by default, as Jest's own. */
  readonly transform?: string | readonly [name: string, options?: unknown];
}

/** What a transformer returns. */
export interface Transformed {
  readonly code: string;
  /** An object, or JSON. Without one, Jest reads the map that the code carries. */
  readonly map?: object | string | null;
}

/** What Jest says about a file. */
export interface TransformOptions {
  readonly config: { readonly rootDir: string; readonly cacheDirectory: string };
  readonly configString: string;
  readonly instrument: boolean;
  readonly supportsStaticESM: boolean;
  readonly transformerConfig: unknown;
}

type Transform<Result> = (text: string, fileName: string, options: TransformOptions) => Result;

/** A transformer. */
export interface SyncTransformer {
  readonly canInstrument?: boolean;
  process: Transform<Transformed | string>;
  processAsync?: Transform<Promise<Transformed | string>>;
  getCacheKey?: Transform<string>;
}
