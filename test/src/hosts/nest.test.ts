/**
 * `@importspy/transformer/plugin` in nest-cli, on the example: its builder makes the program before it loads the plugin.
 *
 * @module
 */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Files, type Project, root } from "../project.ts";
import { start as startProcess } from "./started.ts";

const NEST = path.join(root, "node_modules/@nestjs/cli/bin/nest.js");
const CONFIG = { sourceRoot: "src", compilerOptions: { plugins: ["@importspy/transformer"] } };

async function createApp(files: Files = {}): Promise<Project> {
  const project = await createProject({}, path.join(root, "examples/nest-app"), "small");
  await project.install("@nestjs", "rxjs", "reflect-metadata", "ts-loader");
  // To read the types of the DOM and of Node.js takes each build two seconds.
  const tsconfig = JSON.parse(await project.read("tsconfig.json")) as { compilerOptions: object };
  Object.assign(tsconfig.compilerOptions, { lib: ["es2022"] });
  await project.write({ "tsconfig.json": JSON.stringify(tsconfig), ...files });
  return project;
}

const build = (project: Project) => project.node([NEST, "build"], { env: { NO_COLOR: "1" } });
/** Without the colours of nest-cli, which asks nobody. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are.
const plain = (text: string) => text.replace(/\x1b\[\d+m/g, "");
const run = (project: Project, env = {}) => project.node(["dist/main.js"], { env });

const ROGUE = 'import { gateway } from "./payments/gateway.js";\nconsole.log(gateway.charge(1));';
const REFUSED = /src\/payments\/payments\.service\.ts:2 may not import src\/payments\/gateway\.ts/;

/** What webpack's builder asks for beside webpack and ts-loader; nothing that guards depend on. */
const STAND_INS: Files = {
  "stand-ins/webpack-node-externals.js":
    "module.exports = () => /^(?:@nestjs|importspy|reflect-metadata|rxjs)(?:\\/|$)/;",
  "stand-ins/tsconfig-paths-webpack-plugin.js": "exports.TsconfigPathsPlugin = class { apply() {} };",
  "stand-ins/fork-ts-checker-webpack-plugin.js": "module.exports = class { apply() {} };",
};

describe("nest-cli", { concurrency: true }, () => {
  it("builds guards: refused before the gateway is evaluated, admitted with its variable", async () => {
    const project = await createApp();
    const built = await build(project);
    assert.equal(built.code, 0, built.stdout + built.stderr);
    const refused = await run(project);
    assert.equal(refused.code, 1);
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, REFUSED);
    assert.match(refused.stderr, /Inject PaymentsService instead of importing this\./);
    assert.equal((await run(project, { STRIPE_KEY: "x" })).stdout, "gateway.ts is evaluated\ncharged 1999 cents\n");
    await project.remove();
  });

  it("fails for an importer that is not admitted, also when nothing has changed", async () => {
    // As nest-cli is where nothing says that the last output is to be removed first.
    const project = await createApp({ "nest-cli.json": JSON.stringify(CONFIG), "src/rogue.ts": ROGUE });
    for (const time of ["first", "second"]) {
      const { code, stderr } = await build(project);
      assert.equal(code, 1, `the ${time} build passed`);
      assert.match(plain(stderr), /src\/rogue\.ts:1:25 - error TS87301/);
      assert.equal(stderr.split("TS87301").length, 2, stderr);
    }
    await project.write({ "src/rogue.ts": "export {};" });
    assert.equal((await build(project)).code, 0);
    await project.remove();
  });

  it("renews the guards of all importers when only a contract has changed, incremental or not", async () => {
    const project = await createApp({ "nest-cli.json": JSON.stringify(CONFIG) });
    assert.equal((await build(project)).code, 0);
    const gateway = await project.read("src/payments/gateway.ts");
    await project.write({ "src/payments/gateway.ts": gateway.replace("STRIPE_KEY: Secret", 'STRIPE_MODE: "test"') });
    assert.equal((await build(project)).code, 0);
    assert.match((await run(project, { STRIPE_KEY: "x" })).stderr, /env\.STRIPE_MODE +expected "test" +not set/);
    assert.equal((await run(project, { STRIPE_MODE: "test" })).code, 0);
    const [, key] = /#(\w+)/.exec(await project.read("dist/payments/gateway.importspy.js")) ?? [];
    assert.ok((await project.read("dist/payments/payments.service.importspy.js")).includes(`#${key}`));
    await project.remove();
  });

  it("webpack's builder: fails for an importer that is not admitted, refuses and admits", async () => {
    const app = await createApp(STAND_INS);
    // It takes CommonJS as applications of Nest have written it.
    for (const name of await app.list("src")) {
      const text = await app.read(name);
      await app.write({ [name]: text.replace(/(from "\..*)\.js"/g, '$1"') });
    }
    const main = await app.read("src/main.ts");
    const options = JSON.parse(await app.read("tsconfig.json"));
    Object.assign(options.compilerOptions, { module: "commonjs", moduleResolution: "bundler", rootDir: "." });
    await app.write({
      "tsconfig.json": JSON.stringify({ ...options, include: ["src"] }),
      // A library of a monorepo is in no tsconfig.json of the application: ts-loader makes another program for it.
      "libs/late.ts": "export {};",
      "src/main.ts": `import "./rogue";\nimport "../libs/late";\n${main}`,
      "src/rogue.ts": ROGUE.replace(".js", ""),
    });
    const pack = () =>
      app.node([NEST, "build", "--builder", "webpack"], { env: { NO_COLOR: "1", NODE_PATH: app.at("stand-ins") } });
    const { code, stdout, stderr } = await pack();
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout + stderr, /TS87301: src\/rogue\.ts may not import src\/payments\/gateway\.ts/);
    await app.write({ "src/rogue.ts": "export {};" });
    const built = await pack();
    assert.equal(built.code, 0, built.stdout + built.stderr);
    assert.deepEqual(await app.list("dist"), ["dist/main.js"]);
    const refused = await run(app);
    assert.deepEqual([refused.code, refused.stdout], [1, ""]);
    assert.match(refused.stderr, REFUSED);
    assert.equal((await run(app, { STRIPE_KEY: "x" })).stdout, "gateway.ts is evaluated\ncharged 1999 cents\n");
    await app.remove();
  });

  it("start --watch: a mistake is reported, and a changed contract is judged when the program restarts", async () => {
    const project = await createApp();
    {
      await using watcher = startProcess(process.execPath, [NEST, "start", "--watch", "--preserveWatchOutput"], {
        cwd: project.folder,
        env: { STRIPE_KEY: "t0psecret" },
      });
      await watcher.printed("charged 1999 cents");
      await project.write({ "src/rogue.ts": ROGUE });
      assert.match(plain(await watcher.printed("Found 1 error")), /src\/rogue\.ts:1:25 - error TS87301/);
      await project.write({ "src/rogue.ts": "export {};" });
      await watcher.printed("charged 1999 cents");
      const gateway = await project.read("src/payments/gateway.ts");
      await project.write({ "src/payments/gateway.ts": gateway.replace("STRIPE_KEY", "PAYMENTS_KEY") });
      const refused = await watcher.printed(/env\.PAYMENTS_KEY +expected a secret +not set/);
      assert.match(refused, REFUSED);
      assert.doesNotMatch(refused, /gateway\.ts is evaluated/);
    }
    await project.remove();
  });
});
