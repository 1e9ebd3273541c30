/**
 * `getCustomTransformers: "@importspy/transformer/plugin"` in ts-loader: guards that are modules of webpack's bundle. And
 * ts-loader below `/webpack`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import importspy from "@importspy/transformer/webpack";
import webpack from "webpack";
import { createProject, type Finished, type Project, root, tsconfig } from "../project.ts";

const require = createRequire(import.meta.url);

const SOURCES = {
  "src/database.ts": 'console.log("database: evaluated");\nexport const name = "db";',
  "src/environment.ts": 'process.env.MODE = "test";',
  "src/payments.ts": `
    /** @importspy { env: { TOKEN: Secret; MODE: "test" }; importer: { module: \`src/main\${string}\` } } Ask in #payments. */
    import { name } from "./database.js";
    console.log("payments: evaluated");
    export const pay = () => \`paid through \${name}\`;`,
  "src/main.ts": 'import "./environment.js";\nimport { pay } from "./payments.js";\nconsole.log(pay());',
  "src/main-lazy.ts": `
    import "./environment.js";
    await import("./payments.js").then(({ pay }) => console.log(pay()), ({ code }) => console.log(code));`,
  "src/main-behind.ts": `
    import * as token from "ext-token";
    console.log(Object.keys(token).length > 0);
    import("./payments.js").then(({ pay }) => console.log(pay()));`,
  "ext-token.d.ts": 'declare module "ext-token";',
  "node_modules/ext-token/package.json": '{ "name": "ext-token", "version": "1.0.0", "main": "token.js" }',
  "node_modules/ext-token/token.js": 'Object.assign(process.env, { TOKEN: "x", MODE: "test" });',
  "src/main-bad.ts": "import './rogue.js';",
  "src/rogue.ts": 'import { pay } from "./payments.js";\nconsole.log(pay());',
  "package.json": JSON.stringify({
    name: "app",
    type: "module",
    sideEffects: ["./src/environment.ts", "./src/database.ts"],
  }),
};

interface Bundled {
  readonly errors: readonly string[];
  readonly folder: string;
  run(env?: Readonly<Record<string, string>>): Promise<Finished>;
}

/** What nest-cli's webpack builder gives ts-loader. */
const asNestDoes = (program: unknown) => {
  const plugin = require("@importspy/transformer/plugin");
  return { before: [plugin.before({}, program)], after: [plugin.after({}, program)] };
};

async function bundle(
  project: Project,
  entry: string,
  mode: webpack.Configuration["mode"],
  options = {},
  plugins: webpack.Configuration["plugins"] = [],
  configuration: webpack.Configuration = {},
): Promise<Bundled> {
  const folder = project.at(`bundle-${entry}-${mode}-${Object.keys(options).length}`);
  const compiler = webpack({
    ...configuration,
    mode: mode!,
    devtool: false,
    target: "node20",
    context: project.folder,
    entry: project.at("src", `${entry}.ts`),
    experiments: { outputModule: true },
    plugins,
    output: { path: folder, filename: "main.mjs", library: { type: "module" } },
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
    module: {
      rules: [
        {
          test: /\.ts$/,
          loader: path.join(root, "node_modules/ts-loader"),
          options: {
            onlyCompileBundledFiles: true,
            getCustomTransformers: "@importspy/transformer/plugin",
            configFile: project.at("tsconfig.json"),
            ...options,
          },
        },
      ],
    },
  });
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(result))),
  );
  await new Promise((resolve) => compiler.close(resolve));
  const errors = (stats?.toJson({ all: false, errors: true }).errors ?? []).map(({ message }) => message);
  return { errors, folder, run: (env = {}) => project.node([path.join(folder, "main.mjs")], { env }) };
}

let project: Project;

before(async () => {
  project = await createProject({ ...SOURCES, "tsconfig.json": tsconfig({ outDir: undefined }) });
});
after(() => project.remove());

describe("ts-loader", () => {
  for (const mode of ["development", "production"] as const) {
    it(`${mode}: refuses before the module is evaluated, and after earlier imports`, async () => {
      const { errors, run } = await bundle(project, "main", mode);
      assert.deepEqual(errors, []);
      const refused = await run();
      assert.equal(refused.code, 1);
      assert.equal(refused.stdout, "");
      assert.match(refused.stderr, /src\/main\.ts:2 may not import src\/payments\.ts: .* in 1 place/);
      assert.match(refused.stderr, /env\.TOKEN +expected a secret +not set/);
      assert.equal((await run({ TOKEN: "x" })).stdout, "database: evaluated\npayments: evaluated\npaid through db\n");
    });
  }

  it("rejects import()", async () => {
    const { run } = await bundle(project, "main-lazy", "production");
    assert.equal((await run()).stdout, "ERR_IMPORTSPY_CONTRACT_VIOLATION\n");
    assert.match((await run({ TOKEN: "x" })).stdout, /paid through db/);
  });

  it("fails for an importer that is not admitted", async () => {
    const { errors } = await bundle(project, "main-bad", "development");
    assert.match(errors.join("\n"), /TS87301: src\/rogue\.ts may not import src\/payments\.ts/);
  });

  it("works with the webpack builder of nest-cli", async () => {
    const { run } = await bundle(project, "main", "none", { getCustomTransformers: asNestDoes, instance: "nest" });
    assert.match((await run()).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    assert.match((await run({ TOKEN: "x" })).stdout, /paid through db/);
  });

  it("is guarded by /webpack when it makes CommonJS of an ES module, one file at a time", async () => {
    const options = { transpileOnly: true, getCustomTransformers: undefined, instance: "alone" };
    const { errors, run } = await bundle(project, "main", "production", options, [importspy()]);
    assert.deepEqual(errors, []);
    const refused = await run();
    assert.deepEqual([refused.code, refused.stdout], [1, ""]);
    assert.match(refused.stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    assert.equal((await run({ TOKEN: "x" })).stdout, "database: evaluated\npayments: evaluated\npaid through db\n");
  });

  it("is proven when an entry that is made CommonJS imports an external package before import()", async () => {
    const options = { transpileOnly: true, getCustomTransformers: undefined, instance: "behind" };
    const externals = { "ext-token": "node-commonjs ext-token" };
    const { errors, folder, run } = await bundle(project, "main-behind", "production", options, [importspy()], {
      externals,
    });
    assert.deepEqual(errors, []);
    assert.equal((await run()).stdout, "true\ndatabase: evaluated\npayments: evaluated\npaid through db\n");
    const { code, stdout } = await project.node([path.join(root, "runtime/bin/importspy.cjs"), "verify", folder]);
    assert.equal(code, 0, stdout);
  });

  it("reports that it cannot work without types", async () => {
    const { errors } = await bundle(project, "main", "development", { transpileOnly: true, instance: "untyped" });
    assert.match(errors.join("\n"), /importspy needs the types of the whole project, .* remove that option/);
  });
});
