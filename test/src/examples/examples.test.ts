/**
 * Builds and runs every example, and what its README says about it.
 *
 * @module
 */
import assert from "node:assert/strict";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Project, type RunOptions, root, run } from "../project.ts";

/** Copies an example, without what it emitted, and builds it. The lock file that is committed must fit. */
async function build(name: string): Promise<Project> {
  const project = await createProject({}, path.join(root, "examples", name));
  // The demo below starts tspc as users do.
  const { code, stdout } = await project.tspc();
  assert.equal(code, 0, stdout);
  const lock = await project.importspy(["lock", "dist", "--check"]);
  assert.equal(lock.code, 0, lock.stdout + lock.stderr);
  return project;
}

async function start(project: Project, env: RunOptions["env"] = {}) {
  return project.node(["dist/main.js"], { env });
}

describe("examples", { concurrency: os.availableParallelism() }, () => {
  it("payments: refused before pg is loaded, admitted with its variables", async () => {
    const project = await build("payments");
    const refused = await start(project, { LOG_LEVEL: "loud" });
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /src\/main\.ts:1 may not import src\/payments\.ts: this environment breaks its contract/,
    );
    assert.match(refused.stderr, /env\.STRIPE_KEY {5}expected a secret/);
    assert.doesNotMatch(refused.stdout, /is evaluated/);
    const variables = { DATABASE_URL: "postgres://localhost/shop", LOG_LEVEL: "info", STRIPE_KEY: "anything" };
    const admitted = await start(project, variables);
    assert.equal(admitted.code, 0, admitted.stderr);
    assert.match(admitted.stdout, /charged 1999 cents/);
    await project.remove();
  });

  it("commonjs: import() rejects and the program goes on", async () => {
    const project = await build("commonjs");
    const without = await start(project);
    assert.equal(without.code, 0, without.stderr);
    assert.match(without.stdout, /^no cache: src\/main\.ts:3 may not import src\/cache\.ts/);
    assert.doesNotMatch(without.stdout, /is evaluated/);
    assert.match((await start(project, { CACHE_TTL: "60" })).stdout, /entries live 60 seconds/);
    await project.remove();
  });

  it("alternatives: each deployment is admitted, a refusal shows both", async () => {
    const project = await build("alternatives");
    const refused = await start(project);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /alternative 2, the closest:\n {2}env\.DATA_FOLDER/);
    assert.match(refused.stderr, /In the cloud: the bucket's name and key come from the platform team\./);
    assert.match((await start(project, { DATA_FOLDER: "data" })).stdout, /stored in folder data/);
    const cloud = { DEPLOYMENT: "cloud", BUCKET: "s3://shop", BUCKET_KEY: "anything" };
    assert.match((await start(project, cloud)).stdout, /stored in s3:\/\/shop/);
    await project.remove();
  });

  it("plugin-host: a plugin is admitted, the mistakes are compile errors, and one that is named is validated", async () => {
    const project = await build("plugin-host");
    assert.match((await start(project)).stdout, /\[web\] listens on 8080/);
    const mistakes = await project.tspc(["-p", "tsconfig.mistakes.json"]);
    assert.equal(mistakes.code, 2);
    const readme = await project.read("README.md");
    assert.ok(readme.includes(mistakes.stdout.trim()), mistakes.stdout);
    const named = await project.node(["dist/main.js", "echo", "typo"]);
    assert.match(
      named.stdout,
      /\[web\] listens on 8080\nextra\/echo\.js is echo, on podman\n\[echo\] answers on 8081\n$/,
    );
    const [refusal = ""] = /ContractViolationError: [\s\S]*?\n {2}contract: .*/.exec(named.stderr) ?? [];
    assert.equal(named.code, 1);
    assert.ok(refusal && readme.includes(refusal), named.stderr);
    await project.remove();
  });

  it("node-strip-types: sources run directly, refused and admitted", async () => {
    const project = await createProject({}, path.join(root, "examples/node-strip-types"));
    const args = ["--import", "@importspy/transformer/register", "src/main.ts"];
    const refused = await project.node(args);
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, /src\/main\.ts:1 may not import src\/greeting\.ts/);
    assert.match((await project.node(args, { env: { LANGUAGE: "it" } })).stdout, /ciao/);
    const tests = await project.node([...args.slice(0, 2), "--test", "test/greeting.test.ts"]);
    assert.equal(tests.code, 0, tests.stdout + tests.stderr);
    await project.remove();
  });

  const simulating = 'simulate({ os: "aix" });\n});\n';
  for (const [name, program, args] of [
    ["vitest-app", "vitest/vitest.mjs", ["run"]],
    ["jest-app", "jest/bin/jest.js", []],
  ] as const) {
    it(`${name}: tests simulate other machines, and report simulations that they do not restore`, async () => {
      const project = await createProject({}, path.join(root, "examples", name));
      await project.install("@swc");
      const imports = 'import { simulate } from "importspy/testing";\n';
      const open =
        name === "jest-app"
          ? 'declare const test: (name: string, run: () => void) => void;\ntest("leaves", () => {\n'
          : 'import { it } from "vitest";\nit("leaves", () => {\n';
      await project.write({ "src/open.test.ts": imports + open + simulating });
      const { code, stdout, stderr } = await project.node([path.join(root, "node_modules", program), ...args], {
        env: { NO_COLOR: "1" },
      });
      const output = stdout + stderr;
      assert.equal(code, 1, output);
      assert.match(output, /what simulate\(\) returned at .*open\.test\.ts:\d+:\d+ was never restored/);
      assert.match(
        output,
        name === "jest-app" ? /Test Suites: 1 failed, 2 passed/ : /Test Files.* 1 failed.* 1 passed/,
      );
      await project.remove();
    });
  }

  it("jest-app: refused in production", async () => {
    const project = await createProject({}, path.join(root, "examples/jest-app"));
    await project.install("@swc");
    const args = [path.join(root, "node_modules/jest/bin/jest.js"), "--ci", "payments"];
    const { code, stderr } = await project.node(args, { env: { NODE_ENV: "production" } });
    assert.equal(code, 1);
    assert.match(stderr, /src\/payments\.test\.ts:1 may not import src\/payments\.ts/);
    assert.doesNotMatch(stderr, /✓ charges/);
    await project.remove();
  });

  it("demo: shows an admitted and a refused run", async () => {
    const { code, stdout, stderr } = await run(process.execPath, [path.join(root, "examples", "demo.mjs")]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /charged 1999 cents/);
    assert.match(stderr, /ContractViolationError: src\/main\.ts:1 may not import src\/payments\.ts/);
  });
});
