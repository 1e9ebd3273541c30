import { createRequire } from "node:module";
import path from "node:path";
import { memoize } from "../../analysis/memoize.js";
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

/** Jest creates a transformer for each test file, and Node.js looks on disk for a module each time that it is required. */
const requireFrom = memoize((rootDir: string) => {
  const require = createRequire(path.join(rootDir, "jest.config.js"));
  return memoize((file: string): unknown => require(file));
});

/**
 * Loads the transformer that importspy wraps.
 *
 * @param options - The options of the user.
 * @param rootDir - Jest's `rootDir`, from which the transformer is resolved.
 * @throws Error when the transformer is not installed or is not a transformer.
 */
export function openInner({ transform = "babel-jest" }: JestOptions, rootDir: string): Inner {
  const [name, config = {}] = typeof transform === "string" ? [transform] : transform;
  const file = name.replace(/^<rootDir>/, rootDir);
  let loaded: (Factory & Partial<SyncTransformer>) & { default?: Factory & Partial<SyncTransformer> };
  try {
    loaded = requireFrom(rootDir)(file) as typeof loaded;
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
