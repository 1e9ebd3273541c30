/**
 * Next.js: `export default withImportspy(nextConfig)`, with `import withImportspy from "@importspy/transformer/next"`.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import { version } from "../../artifacts/version.js";
import type { BundlerOptions } from "../bundler/options.js";
import { requireVersion } from "../bundler/versions.js";
import { type LoaderOptions, PUBLIC } from "./options.js";
import { writeManifestsAtEnd } from "./record.js";

const LOADER = path.join(__dirname, "loader.js");
const SIDECAR = /[?&]importspy(?:-\d+)?$/;
/** An unusual pattern, so that it does not replace the application's own rules for `*.ts`. */
const FILES = "*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";

/** The parts of Next's configuration that are used. Next's own types would be a dependency. */
interface NextConfig {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly transpilePackages?: readonly string[];
  readonly distDir?: string;
  readonly output?: string;
  readonly compiler?: Readonly<Record<string, unknown>> & {
    readonly runAfterProductionCompile?: (built: BuiltOutput) => Promise<void>;
  };
  readonly turbopack?: { readonly rules?: Readonly<Record<string, unknown>> };
  readonly webpack?: ((config: WebpackConfig, context: WebpackContext) => unknown) | null;
}

interface BuiltOutput {
  readonly projectDir: string;
  readonly distDir: string;
}

interface WebpackConfig {
  readonly module: { readonly rules: unknown[] };
}

interface WebpackContext {
  readonly isServer: boolean;
  readonly nextRuntime?: "nodejs" | "edge";
}

/** The variables that a build inlines into client code. */
function inlinedIn({ env = {} }: NextConfig): readonly string[] {
  const published = Object.keys(process.env).filter((name) => name.startsWith(PUBLIC));
  return [...new Set([...published, ...Object.keys(env)])].sort();
}

/** One rule per target. Modules in `node_modules` are skipped, because packages are built with their guards. */
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

/** The version of the Next.js that reads the configuration. */
function versionOfNext(): string | undefined {
  try {
    const { version: found } = createRequire(path.resolve("next.config.js"))("next/package.json") as {
      version: string;
    };
    return found;
  } catch {
    return undefined;
  }
}

const isBefore16 = (found: string | undefined) => found !== undefined && Number.parseInt(found, 10) < 16;

/**
 * The rules for Turbopack. Before version 16 it has no conditions that tell where a module will run, and its rules have
 * another form: the configuration has none then.
 */
function turbopackOf({ turbopack }: NextConfig, rules: readonly object[]): Pick<NextConfig, "turbopack"> {
  const found = versionOfNext();
  const isOld = isBefore16(found);
  if (isOld && process.env.TURBOPACK) requireVersion("the Turbopack of Next.js", found, "16.0.0");
  return isOld ? {} : { turbopack: { ...turbopack, rules: { ...turbopack?.rules, [FILES]: rules } } };
}

/** Next's output folder. With `output: "export"`, `distDir` is the folder of the exported files. */
const outputOf = ({ output, distDir = ".next" }: NextConfig) => (output === "export" ? ".next" : distDir);

/** Has a manifest written for what is built. Before version 16, not every Next.js calls the function. */
function compilerOf({ compiler }: NextConfig, output: string): Pick<NextConfig, "compiler"> {
  return {
    compiler: {
      ...compiler,
      async runAfterProductionCompile(built) {
        await compiler?.runAfterProductionCompile?.(built);
        writeManifestsAtEnd(built.projectDir, built.distDir, path.resolve(built.projectDir, output));
      },
    },
  };
}

/** Where the output of a webpack compilation runs. */
function runtimeOf({ isServer, nextRuntime }: WebpackContext): LoaderOptions["runtime"] {
  if (!isServer) return "browser";
  return nextRuntime === "edge" ? "edge-light" : undefined;
}

function configure(config: NextConfig, { tsconfig }: Pick<BundlerOptions, "tsconfig">): NextConfig {
  // Next sets this variable before it reads the configuration.
  const isWatching = process.env.NODE_ENV !== "production";
  const output = isWatching || isBefore16(versionOfNext()) ? undefined : outputOf(config);
  const options = {
    version,
    isWatching,
    ...(output !== undefined && { output }),
    ...(tsconfig !== undefined && { tsconfig }),
    ...(!isWatching && { inlined: inlinedIn(config) }),
  };
  return {
    ...config,
    // As an external package, the runtime would be one more file to load before each verdict, sometimes asynchronously.
    transpilePackages: [...new Set([...(config.transpilePackages ?? []), "importspy"])],
    ...(output !== undefined && compilerOf(config, output)),
    ...turbopackOf(config, createRules(options)),
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
 * Adds guards to what Next builds and serves, with Turbopack or webpack.
 *
 * @param config - Next's configuration: an object, or a function that returns one or a promise of one.
 * @param options - The path of tsconfig.json, if it is not above each file.
 * @returns The configuration, in the same form.
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
  /** The options of `withImportspy`. */
  export type Options = Pick<BundlerOptions, "tsconfig">;
}

export = withImportspy;
