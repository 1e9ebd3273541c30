/** `importspy/dist/trace`: each decision of guards, on stderr and on a channel, and nothing of a value. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, describe, it } from "node:test";
import { createShop, VARIABLES } from "../cli/fixture.ts";
import { root } from "../project.ts";

const shop = await createShop();
after(() => shop.remove());

const TRACE = ["--import", "importspy/dist/trace.mjs"];

/** The lines of `NODE_DEBUG`, without the number of the process. */
const linesIn = (stderr: string) =>
  stderr.split("\n").flatMap((line) => /^IMPORTSPY \d+: (.*)$/.exec(line)?.slice(1) ?? []);

describe("the trace", { concurrency: 2 }, () => {
  it("reports each decision once with NODE_DEBUG=importspy, in ES modules and in CommonJS", async () => {
    const env = { ...VARIABLES, NODE_DEBUG: "importspy" };
    const { code, stdout, stderr } = await shop.node([...TRACE, "dist/app.js"], { env });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^evaluated\nconnected 1 deployed true$/m);
    assert.deepEqual(linesIn(stderr), [
      "shop/src/app.ts:1 → shop/pg: admitted",
      "shop/src/app.ts:2 → shop/src/deploy.ts: admitted",
      "shop/src/app.ts:3 → shop/src/legacy.cts: admitted",
      "shop/src/app.ts:4 → shop/src/payments.ts: admitted",
    ]);
  });

  it("shows what is broken, without values", async () => {
    const env = { ...VARIABLES, LOG_LEVEL: "zanzibar", STRIPE_KEY: "", NODE_DEBUG: "importspy" };
    const { code, stdout, stderr } = await shop.node([...TRACE, "dist/payments.js"], { env });
    assert.equal(code, 1);
    assert.doesNotMatch(stdout, /evaluated/);
    const [line, ...others] = linesIn(stderr);
    assert.match(
      line!,
      /^an unknown importer → shop\/src\/payments\.ts: refused, env\.LOG_LEVEL: set, but not "debug" \| "info"; env\.STRIPE_KEY: set, but empty; importer: /,
    );
    assert.deepEqual(others, []);
    assert.doesNotMatch(stderr, /zanzibar|postgres:/);
  });

  it("publishes on the channel importspy:verdict, and prints nothing", async () => {
    await shop.write({
      "subscribe.mjs": `import { subscribe } from "node:diagnostics_channel";
subscribe("importspy:verdict", ({ contract, importer, admitted, violations }) =>
  console.log(JSON.stringify([contract.module, importer?.module, importer?.line, admitted, violations.map(({ path, kind }) => [path, kind])])));
`,
    });
    const args = [...TRACE, "--import", "./subscribe.mjs", "dist/app.js"];
    const { LEGACY_TOKEN: _, ...env } = VARIABLES;
    const { stdout, stderr } = await shop.node(args, { env });
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.startsWith("[")),
      [
        '["pg","src/app.ts",1,true,[]]',
        '["src/deploy.ts","src/app.ts",2,true,[]]',
        '["src/legacy.cts","src/app.ts",3,false,[["env.LEGACY_TOKEN","missing"]]]',
      ],
    );
    assert.deepEqual(linesIn(stderr), []);
  });

  it("works with OpenTelemetry as in docs/trace.md, without values", async () => {
    const [, recipe = ""] = /```js\n([\s\S]*?)```/.exec(await readFile(path.join(root, "docs/trace.md"), "utf8")) ?? [];
    assert.match(recipe, /@opentelemetry\/api/);
    await shop.write({
      "verdicts.mjs": recipe,
      "node_modules/@opentelemetry/api/package.json":
        '{ "name": "@opentelemetry/api", "type": "module", "main": "index.js" }',
      "node_modules/@opentelemetry/api/index.js": `const add = (name) => (value, attributes) => console.log("metric", JSON.stringify([name, value, attributes]));
export const metrics = { getMeter: () => ({ createCounter: (name) => ({ add: add(name) }) }) };\n`,
    });
    const { LEGACY_TOKEN: _, ...env } = VARIABLES;
    const { stdout, stderr } = await shop.node([...TRACE, "--import", "./verdicts.mjs", "dist/app.js"], { env });
    const told = stdout.split("\n").flatMap((line) => /^metric (.*)$/.exec(line)?.slice(1) ?? []);
    assert.deepEqual(told, [
      '["importspy.verdicts",1,{"contract":"pg","importer":"src/app.ts","admitted":true}]',
      '["importspy.verdicts",1,{"contract":"src/deploy.ts","importer":"src/app.ts","admitted":true}]',
      '["importspy.verdicts",1,{"contract":"src/legacy.cts","importer":"src/app.ts","admitted":false}]',
    ]);
    assert.match(stderr, /ContractViolationError/);
  });

  it("is loaded by /register with NODE_DEBUG, before every guard", async () => {
    const args = ["--import", "@importspy/transformer/register", "src/one.ts"];
    await shop.write({
      "src/own.ts": '/** @importspy { env: { LOG_LEVEL: string } } */\nexport const own = "own";\n',
      "src/one.ts": 'import { own } from "./own.ts";\nconsole.log(own);\n',
    });
    const run = (env: Record<string, string>) => shop.node(args, { env });
    const [told, silent] = await Promise.all([run({ ...VARIABLES, NODE_DEBUG: "http,ImportSpy" }), run(VARIABLES)]);
    assert.equal(told.code, 0, told.stderr);
    assert.deepEqual(linesIn(told.stderr), ["shop/src/one.ts:1 → shop/src/own.ts: admitted"]);
    assert.equal(silent.code, 0, silent.stderr);
    assert.deepEqual(linesIn(silent.stderr), []);
    assert.equal(silent.stdout, told.stdout);
  });

  it("reports that it was loaded too late", async () => {
    await shop.write({ "late.mjs": 'import "./dist/deploy.js";\nimport "importspy/dist/trace.mjs";\n' });
    const { stderr } = await shop.node(["late.mjs"], { env: VARIABLES });
    assert.match(stderr, /Warning: importspy\/dist\/trace was loaded after the first guard: load it with --import/);
  });
});
