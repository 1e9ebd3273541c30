import { list } from "../arguments.js";
import type { Inputs, Tool } from "./tool.js";

/** Library bundlers, which read `src/index.ts` by default. */
const library = (names: string, inputs: Inputs, more: Partial<Tool> = {}): Tool => ({
  names: list(names),
  does: "bundles",
  inputs: { defaults: ["src"], ...inputs },
  outputs: { options: ["-d", "--out-dir", "--outDir", "--dist"], properties: ["outDir"], defaults: ["dist"] },
  ...more,
});

/** Rsbuild and Rslib hand plugins on to Rspack. */
const IN_RSPACK: Partial<Tool> = {
  verbs: ["build", "dev"],
  plugin: { hosts: ["rspack"], list: "plugins", sections: ["tools.rspack"] },
};

export const BUNDLERS: readonly Tool[] = [
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
    { harmless: ["inspect"], ...IN_RSPACK },
  ),
  library(
    "rsbuild @rsbuild/core",
    { configs: ["rsbuild.config"], configOptions: ["-c", "--config"], properties: ["source.entry"] },
    { harmless: ["preview", "inspect"], ...IN_RSPACK },
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
