/**
 * Next.js: `export default withImportspy(nextConfig)`, with `import withImportspy from "@importspy/transformer/next"`.
 *
 * @module
 */
import path from "node:path";
import { version } from "../../artifacts/version.js";
import type { BundlerOptions } from "../bundler/options.js";
import { type LoaderOptions, PUBLIC } from "./options.js";

const LOADER = path.join(__dirname, "loader.js");
const SIDECAR = /[?&]importspy(?:-\d+)?$/;
/** A spelling of its own, so that rules of the application for `*.ts` stay beside it. */
const FILES = "*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";

/** What is read and changed of Next's configuration; its own types would be a dependency. */
interface NextConfig {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly transpilePackages?: readonly string[];
  readonly turbopack?: { readonly rules?: Readonly<Record<string, unknown>> };
  readonly webpack?: ((config: WebpackConfig, context: WebpackContext) => unknown) | null;
}

interface WebpackConfig {
  readonly module: { readonly rules: unknown[] };
}

interface WebpackContext {
  readonly isServer: boolean;
  readonly nextRuntime?: "nodejs" | "edge";
}

/** Names of the variables that a build puts into client code. */
function inlinedIn({ env = {} }: NextConfig): readonly string[] {
  const published = Object.keys(process.env).filter((name) => name.startsWith(PUBLIC));
  return [...new Set([...published, ...Object.keys(env)])].sort();
}

/** Modules of each place have a rule; what is in `node_modules` has its guards built in. */
function createRules(options: Omit<LoaderOptions, "runtime">): readonly object[] {
  const rule = (where: readonly unknown[], runtime?: LoaderOptions["runtime"]) => ({
    condition: { all: [{ not: "foreign" }, ...where] },
    loaders: [{ loader: LOADER, options: { ...options, ...(runtime && { runtime }) } }],
  });
  return [
    rule(["browser"], "browser"),
    rule(["edge-light", { not: "browser" }], "edge-light"),
    rule([{ not: "edge-light" }, { not: "browser" }]),
  ];
}

/** Where webpack's compilation of some modules will run. */
function runtimeOf({ isServer, nextRuntime }: WebpackContext): LoaderOptions["runtime"] {
  if (!isServer) return "browser";
  return nextRuntime === "edge" ? "edge-light" : undefined;
}

function configure(config: NextConfig, { tsconfig }: Pick<BundlerOptions, "tsconfig">): NextConfig {
  // Next itself sets it before it reads the configuration.
  const isWatching = process.env.NODE_ENV !== "production";
  const options = {
    version,
    isWatching,
    ...(tsconfig !== undefined && { tsconfig }),
    ...(!isWatching && { inlined: inlinedIn(config) }),
  };
  return {
    ...config,
    // Left outside, the runtime would be one more file to load before each verdict, at times by a promise.
    transpilePackages: [...new Set([...(config.transpilePackages ?? []), "importspy"])],
    turbopack: { ...config.turbopack, rules: { ...config.turbopack?.rules, [FILES]: createRules(options) } },
    webpack(webpack, context) {
      const runtime = runtimeOf(context);
      const use = [{ loader: LOADER, options: { ...options, ...(runtime && { runtime }) } }];
      webpack.module.rules.push(
        { test: /\.[cm]?[jt]sx?$/, exclude: /[\\/]node_modules[\\/]/, enforce: "pre", use },
        { resourceQuery: SIDECAR, sideEffects: true },
      );
      return config.webpack ? config.webpack(webpack, context) : webpack;
    },
  };
}

type Configure = (phase: string, context: object) => object | Promise<object>;

/**
 * Guards what Next builds and serves, by Turbopack and by webpack.
 *
 * @param config - Next's configuration: an object, or a function that gives one or a promise of one.
 * @param options - Where the tsconfig.json is, if not above each file.
 * @returns The configuration, in the form in which it was given.
 * @example
 * ```js
 * import withImportspy from "@importspy/transformer/next";
 * export default withImportspy({ reactStrictMode: true });
 * ```
 */
function withImportspy<Config extends object>(config: Config, options: withImportspy.Options = {}): Config {
  if (typeof config !== "function") return configure(config as NextConfig, options) as Config;
  const wrapped: Configure = (phase, context) => {
    const own = (config as unknown as Configure)(phase, context);
    return own instanceof Promise ? own.then((each) => configure(each, options)) : configure(own, options);
  };
  return wrapped as unknown as Config;
}

declare namespace withImportspy {
  /** What `withImportspy` takes beside Next's configuration. */
  export type Options = Pick<BundlerOptions, "tsconfig">;
}

export = withImportspy;
