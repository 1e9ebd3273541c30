import { createRequire } from "node:module";
import path from "node:path";
import type { JestOptions, SyncTransformer, TransformOptions } from "./types.js";

/** The user's own transformer. */
export interface Inner {
  readonly transformer: SyncTransformer;
  /** The options from Jest, with the user's transformer's options instead of ours. */
  own(options: TransformOptions): TransformOptions;
}

interface Factory {
  createTransformer?(options: unknown): SyncTransformer;
}

/**
 * Loads the transformer that importspy wraps.
 *
 * @param options - The options of the user.
 * @param rootDir - Jest's `rootDir`, from which the transformer is resolved.
 * @throws Error when the transformer is not installed or is not a transformer.
 */
export function openInner({ transform = "babel-jest" }: JestOptions, rootDir: string): Inner {
  const [name, config = {}] = typeof transform === "string" ? [transform] : transform;
  const require = createRequire(path.join(rootDir, "jest.config.js"));
  const file = name.replace(/^<rootDir>/, rootDir);
  let loaded: (Factory & Partial<SyncTransformer>) & { default?: Factory & Partial<SyncTransformer> };
  try {
    loaded = require(file);
  } catch (error) {
    throw new Error(`importspy cannot load the transformer ${JSON.stringify(name)} of jest.config from ${rootDir}`, {
      cause: error,
    });
  }
  const found = loaded.default ?? loaded;
  const transformer = found.createTransformer?.(config) ?? found;
  if (!transformer.process && !transformer.processAsync) {
    throw new Error(`importspy: ${JSON.stringify(name)} in jest.config is not a transformer of Jest`);
  }
  return { transformer: transformer as SyncTransformer, own: (options) => ({ ...options, transformerConfig: config }) };
}
