import { list } from "../arguments.js";
import type { PluginPlace } from "./plugins.js";

/** What a tool does with code. The word is printed, followed by the code. */
export type Deed = "bundles" | "compiles" | "runs" | "tests";

/** Where a tool finds its code. */
export interface Inputs {
  /** The meaning of operands: files and patterns, the project folder, or only the first one is a file. */
  readonly operands?: "files" | "file" | "folder";
  /** Options whose values are code. */
  readonly options?: readonly string[];
  /** The names of its configuration files; those that are modules without extension. */
  readonly configs?: readonly string[];
  /** Options that name another configuration. */
  readonly configOptions?: readonly string[];
  /** The section of package.json that configures it. */
  readonly manifestKey?: string;
  /** The properties of a configuration that name code, by the last names of their path. */
  readonly properties?: readonly string[];
  /** Properties with regular expressions for file names. */
  readonly regexes?: readonly string[];
  /** The property with the folder for names in the configuration. */
  readonly root?: string;
  /** Whether names in the configuration are relative to its folder, not to the working directory. */
  readonly isFromConfig?: boolean;
  /** The default inputs: files, folders and patterns. */
  readonly defaults?: readonly string[];
  /** Options and properties with modules that are loaded first. Those with a path are project code. */
  readonly preloads?: readonly string[];
}

/** What a tool writes. A program that runs such output is judged at the call that creates it. */
export interface Outputs {
  readonly options?: readonly string[];
  readonly properties?: readonly string[];
  readonly defaults?: readonly string[];
}

/** A tool that runs or translates code. */
export interface Tool {
  /** Its commands, and the package names that npx or a script uses. */
  readonly names: readonly string[];
  readonly does: Deed;
  /** Subcommands that read no code. */
  readonly harmless?: readonly string[];
  /** Subcommands that are not code themselves. */
  readonly verbs?: readonly string[];
  /** Options with a value in the next word. */
  readonly valued?: readonly string[];
  /** `"sources"`: it finds the project's sources itself. */
  readonly inputs: "sources" | Inputs;
  readonly outputs?: Outputs;
  /** Its output equals that of tsc, so `importspy build` can replace it. */
  readonly isLikeTsc?: boolean;
  /** Where its configuration, or a script that calls it, lists plugins. */
  readonly plugin?: PluginPlace;
}

const framework = (names: string, harmless = ""): Tool => ({
  names: list(names),
  does: "bundles",
  harmless: list(harmless),
  inputs: "sources",
  // Running such output is judged at the call that creates it.
  outputs: { defaults: list("dist build out .next .output .nuxt .svelte-kit .vinxi .react-router") },
});

/** Library bundlers, which read `src/index.ts` by default. */
const library = (names: string, inputs: Inputs, more: Partial<Tool> = {}): Tool => ({
  names: list(names),
  does: "bundles",
  inputs: { defaults: ["src"], ...inputs },
  outputs: { options: ["-d", "--out-dir", "--outDir", "--dist"], properties: ["outDir"], defaults: ["dist"] },
  ...more,
});

const BUNDLERS: readonly Tool[] = [
  {
    names: ["vite", "rolldown-vite"],
    does: "bundles",
    harmless: ["preview", "optimize"],
    verbs: ["build", "dev", "serve"],
    valued: list(
      "-c --config --base -l --logLevel -m --mode -d --debug -f --filter --outDir --assetsDir --ssr --port --host --target",
    ),
    inputs: {
      operands: "folder",
      options: ["--ssr"],
      configs: ["vite.config"],
      configOptions: ["-c", "--config"],
      properties: ["lib.entry", "rollupOptions.input", "rolldownOptions.input", "build.ssr"],
      root: "^root",
      defaults: ["index.html"],
    },
    outputs: { options: ["--outDir"], properties: ["build.outDir"], defaults: ["dist"] },
    plugin: { hosts: ["vite"], list: "plugins" },
  },
  {
    names: ["rollup", "rolldown"],
    does: "bundles",
    verbs: ["build", "watch"],
    valued: list(
      "-c --config -i --input -o --file -f --format -d --dir -p --plugin -e --external -g --globals -n --name --configPlugin --platform",
    ),
    inputs: {
      operands: "files",
      options: ["-i", "--input"],
      configs: ["rollup.config", "rolldown.config"],
      configOptions: ["-c", "--config"],
      properties: ["input"],
    },
    outputs: { options: ["-o", "--file", "-d", "--dir"], properties: ["output.file", "output.dir"] },
    plugin: { hosts: ["rollup", "rolldown"], list: "plugins", entries: ["input"] },
  },
  {
    names: ["webpack", "webpack-cli", "rspack", "@rspack/cli", "@rspack/core", "webpack-dev-server"],
    does: "bundles",
    harmless: list("help version info i init configtest preview"),
    verbs: list("build bundle b serve server s watch w dev"),
    valued: list(
      "-c --config -o --output-path -t --target -d --devtool --mode --env --node-env --name --config-name --merge --entry",
    ),
    inputs: {
      operands: "files",
      options: ["--entry"],
      configs: ["webpack.config", "rspack.config", "webpackfile", ".webpack/webpack.config"],
      configOptions: ["-c", "--config"],
      properties: ["entry", "entry.import"],
      defaults: ["src"],
    },
    outputs: { options: ["-o", "--output-path"], properties: ["output.path"], defaults: ["dist"] },
    plugin: {
      hosts: ["webpack", "rspack"],
      list: "plugins",
      entries: ["entry"],
      name: ["getCustomTransformers", "@importspy/transformer/plugin"],
    },
  },
  {
    names: ["esbuild", "esbuild-wasm"],
    does: "bundles",
    inputs: { operands: "files", properties: ["entryPoints"] },
    outputs: { options: ["--outfile", "--outdir"], properties: ["outfile", "outdir"] },
    plugin: { hosts: ["esbuild"], list: "plugins", entries: ["entryPoints"] },
  },
  {
    names: ["parcel", "@parcel/core"],
    does: "bundles",
    harmless: ["help", "version"],
    verbs: ["build", "serve", "watch"],
    valued: list("--dist-dir --cache-dir --public-url --log-level --target -p --port --host"),
    inputs: { operands: "files", configs: ["package.json"], properties: ["source"] },
    outputs: { options: ["--dist-dir"], properties: ["distDir"], defaults: ["dist"] },
  },
  library(
    "tsup",
    {
      operands: "files",
      options: ["--entry"],
      configs: ["tsup.config"],
      configOptions: ["--config"],
      manifestKey: "tsup",
      properties: ["entry", "entryPoints"],
    },
    {
      valued: list(
        "-d --out-dir --format --target --config --tsconfig --onSuccess --env --external --platform --global-name --loader",
      ),
      plugin: { hosts: ["esbuild"], list: "esbuildPlugins" },
    },
  ),
  library(
    "tsdown",
    {
      operands: "files",
      configs: ["tsdown.config"],
      configOptions: ["-c", "--config"],
      manifestKey: "tsdown",
      properties: ["entry"],
    },
    {
      valued: list(
        "-d --out-dir -f --format --target -c --config --tsconfig --platform --external --on-success --env -W --workspace -F --filter",
      ),
      plugin: { hosts: ["rolldown"], list: "plugins" },
    },
  ),
  library("unbuild obuild mkdist", {
    configs: ["build.config", "obuild.config"],
    manifestKey: "unbuild",
    properties: ["entries", "input", "builder"],
  }),
  library(
    "pkgroll",
    { options: ["--src"] },
    { valued: list("--src --dist -s -d --target --env --define --export-condition") },
  ),
  library(
    "bunchee",
    { operands: "files" },
    { valued: list("-o --output -f --format --external --target --tsconfig --cwd --runtime --env") },
  ),
  library(
    "microbundle",
    { operands: "files", options: ["-i", "--entry"], configs: ["package.json"], properties: ["source"] },
    {
      verbs: ["build", "watch"],
      valued: list("-o --output -f --format --target --external --name --tsconfig --alias --define --cwd -i --entry"),
    },
  ),
  library(
    "rslib @rslib/core",
    { configs: ["rslib.config"], configOptions: ["-c", "--config"], properties: ["source.entry"] },
    { harmless: ["inspect"] },
  ),
  library(
    "rsbuild @rsbuild/core",
    { configs: ["rsbuild.config"], configOptions: ["-c", "--config"], properties: ["source.entry"] },
    { harmless: ["preview", "inspect"] },
  ),
  library("spack", { configs: ["spack.config"], properties: ["entry"] }),
  library(
    "farm",
    { configs: ["farm.config"], properties: ["input"], defaults: ["index.html"] },
    { harmless: ["preview", "clean"] },
  ),
  library("tsc-bundle dts-cli tsdx zshy tshy", {}),
  library(
    "ncc @vercel/ncc",
    { operands: "files", defaults: [] },
    {
      harmless: ["cache", "help", "version"],
      verbs: ["build", "run"],
      valued: list("-o --out -e --external -t --target"),
    },
  ),
  library(
    "pkg nexe",
    {
      operands: "file",
      options: ["-i", "--input"],
      configs: ["package.json"],
      properties: ["^bin", "^main"],
      defaults: [],
    },
    { valued: list("-t --targets -o --output --out-path -c --config -i --input -n --name") },
  ),
  library(
    "wrangler miniflare",
    {
      operands: "file",
      configs: ["wrangler.toml", "wrangler.json", "wrangler.jsonc"],
      configOptions: ["-c", "--config"],
      properties: ["main"],
      defaults: [],
    },
    {
      harmless: list(
        "ai cert check containers complete d1 delete deployments dispatch-namespace docs email hyperdrive init kv login logout mtls-certificate pipelines pubsub queues r2 rollback secret secrets-store setup tail telemetry triggers types vectorize vpc whoami workflows",
      ),
      verbs: list("deploy publish dev pages upload versions"),
      valued: list(
        "-c --config -e --env --name --compatibility-date --compatibility-flags --port --ip --outdir --var --define --tsconfig --assets --local-protocol --inspector-port --log-level --persist-to --project-name --branch --alias --route --routes --domain --env-file",
      ),
    },
  ),
  {
    names: ["vitepress"],
    does: "bundles",
    harmless: ["init", "preview", "serve"],
    verbs: ["dev", "build"],
    valued: ["--outDir", "--port", "--base"],
    inputs: { operands: "files", defaults: ["."] },
  },
];

/** The bundler of Bun, which has no command name of its own. */
export const BUN_BUILD: Tool = {
  names: [],
  does: "bundles",
  inputs: { properties: ["entrypoints"] },
  plugin: { hosts: ["bun"], list: "plugins", entries: ["entrypoints"] },
};

/** Frameworks that find sources themselves and do not support TypeScript plugins. */
const FRAMEWORKS: readonly Tool[] = [
  {
    ...framework("next", "lint info telemetry start typegen help"),
    plugin: { hosts: ["next"], form: "wrapper", list: "", configs: ["next.config"] },
  },
  framework("nuxt nuxi @nuxt/cli", "preview start prepare info typecheck add cleanup upgrade module devtools"),
  framework("astro", "check sync add preview telemetry info docs preferences help"),
  framework("react-router @react-router/dev", "typegen routes reveal"),
  framework("remix @remix-run/dev", "routes reveal init setup"),
  framework("svelte-kit svelte-package @sveltejs/package", "sync"),
  {
    ...framework("nest @nestjs/cli", "add generate g info i new n update upgrade"),
    isLikeTsc: true,
    plugin: { hosts: ["plugin"], form: "name", list: "plugins", configs: ["nest-cli", ".nest-cli"] },
  },
  framework("ng @angular/cli", "add analytics cache completion config doc e generate g help lint new update version v"),
  framework("gatsby", "clean info serve telemetry options plugin"),
  framework("docusaurus @docusaurus/core", "clear serve swizzle write-translations write-heading-ids deploy"),
  framework(
    "storybook sb start-storybook build-storybook",
    "add automigrate dev-check doctor info init migrate remove sandbox upgrade",
  ),
  framework("vinxi waku analog solid-start qwik fresh rakkas"),
  framework("expo eas @expo/cli", "doctor install login logout register whoami customize config lint prebuild"),
  framework("react-native metro", "clean config doctor info init log-android log-ios"),
  framework("react-scripts craco react-app-rewired vue-cli-service", "eject lint inspect"),
  framework("electron-vite", "preview"),
  framework("electron-forge", "init import"),
  framework("wxt plasmo web-ext", "clean init prepare submit zip lint sign"),
  framework("sst", "login auth console diagnostic install remove secret shell state unlock upgrade version"),
  framework("serverless sls osls", "config info login logout logs metrics plugin remove rollback"),
  framework(
    "vercel vc",
    "alias bisect certs dns domains env git help init inspect link list ls login logout logs project promote pull redeploy remove rm rollback switch teams whoami",
  ),
  framework(
    "netlify ntl",
    "api blobs clone completion env help init link login logout logs open recipes sites status switch unlink watch",
  ),
  framework("nitro nitropack", "preview prepare task"),
  framework("quasar ember umi max dumi father modern ice rax stencil lwr"),
  framework("strapi medusa keystone redwood rw blitz payload adonis encore"),
  framework("preconstruct", "validate fix init"),
  framework("stryker", "init"),
];

const COMPILERS: readonly Tool[] = [
  {
    names: ["swc", "@swc/cli", "@swc/core"],
    does: "compiles",
    harmless: ["plugin"],
    verbs: ["compile"],
    valued: list(
      "-d --out-dir -o --out-file -C --config --config-file --env-name --ignore --only -f --filename --log-watch-compilation --workers --extensions --copy-files-ignore --source-root",
    ),
    inputs: { operands: "files" },
    outputs: { options: ["-d", "--out-dir", "-o", "--out-file"] },
  },
  {
    names: ["babel", "@babel/cli", "@babel/core"],
    does: "compiles",
    valued: list(
      "-d --out-dir -o --out-file -x --extensions --config-file --presets --plugins --ignore --only --env-name --root-mode -f --filename --out-file-extension",
    ),
    inputs: { operands: "files" },
    outputs: { options: ["-d", "--out-dir", "-o", "--out-file"] },
  },
  {
    names: ["sucrase"],
    does: "compiles",
    valued: list("-d --out-dir -t --transforms --out-extension --exclude-dirs -p --project"),
    inputs: { operands: "files" },
    outputs: { options: ["-d", "--out-dir"] },
  },
];

/** Options of Node.js, also for programs that pass them on. */
const RUN = list(
  "-r --require --import --loader --experimental-loader --env-file -C --conditions --tsconfig -P --project -O --compiler-options -I --ignore -D --ignore-diagnostics --dir --cwd --scope-dir --compiler --ext --watch-path --include --exclude --interval --debounce",
);

const runner = (names: string, inputs: Inputs = {}, more: Partial<Tool> = {}): Tool => ({
  names: list(names),
  does: "runs",
  valued: RUN,
  inputs: { operands: "file", preloads: ["-r", "--require", "--import", "--loader"], ...inputs },
  ...more,
});

const RUNNERS: readonly Tool[] = [
  runner(
    "tsx ttsx zx tsimp esno esmo esr esrun esbuild-runner jiti sucrase-node swc-node babel-node vite-node node-ts",
    {},
    { verbs: ["watch"] },
  ),
  runner("ts-node ts-node-esm ts-node-script ts-node-transpile-only ts-node-cwd ts-node-dev tsnd node-dev"),
  runner("electron electronmon", { defaults: ["."] }),
  runner(
    "pm2 pm2-runtime forever supervisor",
    {},
    {
      harmless: list(
        "delete describe kill list logs ls monit resurrect save startup stop status flush unstartup columns set update deepUpdate install",
      ),
      verbs: list("start restart reload startOrRestart startOrReload"),
      valued: list(
        "-n --name -i --instances --interpreter --watch-delay -l --log -o --output -e --error --cwd --env -a --append -x --execute",
      ),
    },
  ),
  runner(
    "fastify fastify-cli",
    {},
    {
      harmless: ["version", "generate", "generate-plugin", "eject", "readme"],
      verbs: ["start", "print-routes", "print-plugins"],
      valued: list(
        "-p --port -a --address -l --log-level -x --prefix -r --require -L --logging-module -T --plugin-timeout --watch-ignore --options",
      ),
    },
  ),
  runner("probot", {}, { verbs: ["run"] }),
  runner(
    "functions-framework",
    { operands: "file", options: ["--source"], defaults: ["."] },
    { valued: ["--target", "--source", "--port", "--signature-type"] },
  ),
  runner("listhen"),
  {
    names: list("typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm"),
    does: "runs",
    harmless: list("entity:create subscriber:create migration:create init version"),
    valued: list("-d --dataSource -o --outDir"),
    inputs: { options: ["-d", "--dataSource"] },
  },
  {
    names: ["drizzle-kit"],
    does: "runs",
    harmless: ["up", "drop"],
    valued: list("--config --dialect --schema --out --name"),
    inputs: { options: ["--schema"], configs: ["drizzle.config"], configOptions: ["--config"], properties: ["schema"] },
  },
];

const JS = "{js,cjs,mjs,jsx,ts,cts,mts,tsx}";

const tests = (names: string, inputs: Inputs, more: Partial<Tool> = {}): Tool => ({
  names: list(names),
  does: "tests",
  inputs,
  ...more,
});

const TEST_RUNNERS: readonly Tool[] = [
  tests(
    "vitest",
    {
      configs: ["vitest.config", "vitest.workspace", "vite.config"],
      configOptions: ["-c", "--config"],
      options: ["--dir"],
      properties: ["test.include", "test.dir", "test.includeSource", "benchmark.include"],
      preloads: ["test.setupFiles", "test.globalSetup"],
      root: "^root",
      defaults: [`**/*.{test,spec}.${JS}`],
    },
    {
      harmless: ["init", "list"],
      valued: list("-c --config -r --root --dir -t --testNamePattern --project --environment --reporter --pool --mode"),
      plugin: { hosts: ["vite"], list: "plugins" },
    },
  ),
  tests(
    "jest ts-jest",
    {
      configs: ["jest.config"],
      configOptions: ["-c", "--config"],
      manifestKey: "jest",
      options: ["--roots", "--testMatch"],
      properties: ["^roots", "testMatch"],
      regexes: ["testRegex"],
      root: "^rootDir",
      isFromConfig: true,
      preloads: ["setupFiles", "setupFilesAfterEnv", "globalSetup", "globalTeardown"],
      defaults: [`**/__tests__/**/*.${JS}`, `**/{*.,}{test,spec}.${JS}`],
    },
    {
      valued: list(
        "-c --config -t --testNamePattern --env --roots --testMatch --maxWorkers -w --reporters --selectProjects --testTimeout --coverageProvider --outputFile",
      ),
      plugin: { hosts: ["jest"], form: "transformer", list: "transform" },
    },
  ),
  tests(
    "mocha _mocha",
    {
      operands: "files",
      options: ["--spec", "--file"],
      configs: [".mocharc"],
      configOptions: ["--config"],
      manifestKey: "mocha",
      properties: ["spec", "file"],
      preloads: ["-r", "--require", "--import", "require", "import"],
      defaults: ["test/*.{js,cjs,mjs,ts,mts,cts}"],
    },
    {
      valued: list(
        "-r --require --import -t --timeout -R --reporter -g --grep -f --fgrep --config --spec --file --extension -n --node-option -u --ui --exit-code --package -j --jobs --retries --loader --ignore",
      ),
    },
  ),
  tests(
    "ava",
    {
      operands: "files",
      configs: ["ava.config"],
      configOptions: ["--config"],
      manifestKey: "ava",
      properties: ["files"],
      preloads: ["require"],
      defaults: [
        `{test,src/test,source/test}.${JS}`,
        `**/{test-*,*.test,*.spec}.${JS}`,
        `**/{test,tests,__tests__}/**/*.${JS}`,
      ],
    },
    { harmless: ["reset-cache"], valued: list("-m --match -c --concurrency -T --timeout --config --node-arguments") },
  ),
  tests(
    "tap tape uvu borp lab poku jasmine qunit bats zora-reporter",
    {
      operands: "files",
      preloads: ["-r", "--require"],
      defaults: [`{test,tests,spec,__tests__}/**/*.${JS}`, `**/{*.,}{test,spec}.${JS}`],
    },
    { valued: list("-r --require -R --reporter -C --cwd -i --ignore -j --jobs --timeout") },
  ),
  tests(
    "playwright @playwright/test",
    {
      configs: ["playwright.config"],
      configOptions: ["-c", "--config"],
      properties: ["testDir"],
      isFromConfig: true,
      preloads: ["globalSetup", "globalTeardown"],
      defaults: [`**/*.{test,spec}.${JS}`],
    },
    {
      harmless: list(
        "install install-deps uninstall show-report show-trace codegen open screenshot pdf merge-reports cr ff wk help clear-cache",
      ),
      verbs: ["test"],
    },
  ),
  tests(
    "cypress",
    {
      configs: ["cypress.config"],
      properties: ["specPattern"],
      preloads: ["supportFile"],
      defaults: [`cypress/**/*.${JS}`, `**/*.cy.${JS}`],
    },
    { harmless: ["install", "verify", "info", "cache", "version", "help"] },
  ),
  tests("wtr web-test-runner", { operands: "files", configs: ["web-test-runner.config"], properties: ["files"] }),
];

/** Every tool that runs or translates code, by command and package. TypeScript compilers are separate. */
export const TOOLS: ReadonlyMap<string, Tool> = new Map(
  [...BUNDLERS, ...FRAMEWORKS, ...COMPILERS, ...RUNNERS, ...TEST_RUNNERS].flatMap((tool) =>
    tool.names.map((name) => [name, tool] as const),
  ),
);

/**
 * Packages, besides those of {@link TOOLS}, that translate or run code when a project script calls them.
 */
export const CODE_PACKAGES: ReadonlySet<string> = new Set(
  list(
    "typescript @typescript/native-preview ts-morph ttypescript bunchee vinxi @vitejs/plugin-react esbuild-register @esbuild-kit/esm-loader @swc-node/register @swc/register @babel/register tsm importx unconfig c12 bundle-require tsconfig-paths/register ts-patch gulp grunt",
  ),
);
