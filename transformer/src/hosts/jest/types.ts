/**
 * The transformer API of Jest, {@link https://jestjs.io/docs/code-transformation}. Jest's own types would be a
 * dependency.
 *
 * @module
 */

/** The options in jest.config. */
export interface JestOptions {
  /** The compiling transformer: `"ts-jest"`, `["@swc/jest", { … }]`. The default is `"babel-jest"`, as in Jest. */
  readonly transform?: string | readonly [name: string, options?: unknown];
}

/** The result of a transformer. */
export interface Transformed {
  readonly code: string;
  /** An object, or JSON. Without it, Jest reads an inline map from the code. */
  readonly map?: object | string | null;
}

/** The options that Jest passes for a file. */
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
