/** What stops a build of Rollup, Rolldown and Vite, with the text and place that tspc gives. */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { describe, it } from "node:test";
import { createProject, type Files, tsconfig } from "../project.ts";
import type { BuildRequest } from "./build.ts";
import { build, outputOf } from "./builds.ts";

const CONFIG = { "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", noLib: true, types: [] }) };
const MODULE = "export const pay = () => 1;";
const MAIN = 'import { pay } from "./payments";\nconsole.log(pay());';

/** Builds `src/main.ts` once. */
async function failureOf(bundler: "rollup" | "rolldown" | "vite", files: Files, request: Partial<BuildRequest> = {}) {
  const project = await createProject({ ...CONFIG, "src/main.ts": MAIN, "src/other.ts": "export {};", ...files });
  if (files["tsconfig.json"] === "") await rm(project.at("tsconfig.json"));
  const whole = { input: { main: "src/main.ts" }, output: outputOf("dist", "es"), ...request };
  const [failure] = await build(project, bundler, [whole]);
  const written = await project.list("dist").catch(() => []);
  await project.remove();
  assert.deepEqual(written, []);
  const clean = (text: string) => text.replaceAll(project.folder, "<project>");
  return { ...failure, message: clean(failure?.message ?? "it was built") };
}

describe("builds stop", { concurrency: 2 }, () => {
  const mistake = `/** @importspy { os: "macos" } */\n${MODULE}`;
  const foreign = `/** @importspy { importer: { module: "src/other.ts" } } */\n${MODULE}`;

  it("rollup: at a mistake in a contract", async () => {
    const { message, loc, frame } = await failureOf("rollup", { "src/payments.ts": mistake });
    assert.match(message, /src\/payments\.ts:1:22 - error TS87205: 'macos' is no value of 'os'.*darwin/s);
    assert.deepEqual([loc?.line, loc?.column], [1, 21]);
    assert.match(frame ?? "", /^1 \| .*\n {2}\| {22}~{7}\n2 \|/);
  });

  it("rolldown: at an importer that is not admitted", async () => {
    const { message } = await failureOf("rolldown", { "src/payments.ts": foreign });
    assert.match(message, /src\/main\.ts:1:21 - error TS87301: .*src\/payments\.ts/);
  });

  it("vite: at all mistakes at once", async () => {
    const other = 'import "./main";\nimport { pay } from "./payments";\npay();';
    const files = { "src/payments.ts": foreign, "src/second.ts": other };
    const { message } = await failureOf("vite", files, { input: { second: "src/second.ts" } });
    assert.match(message, /src\/main\.ts:1:21 - error TS87301.*src\/second\.ts:2:21 - error TS87301/s);
  });

  it("rollup: when the output has no place for a verdict (TS87400)", async () => {
    const files = {
      "src/payments.ts": `/** @importspy { env: { TOKEN: Secret } } */\nimport "ext-db";\n${MODULE}`,
      "src/ext.d.ts": 'declare module "ext-db";',
    };
    const { message } = await failureOf("rollup", files, { output: { dir: "dist", format: "iife", name: "app" } });
    assert.match(
      message,
      /error TS87400: .*ext-db would be evaluated before the contract of src\/payments\.ts is judged/,
    );
    assert.match(message, /use the output format 'es'/);
  });

  it("rolldown: without a tsconfig.json, when there is a contract (TS87403)", async () => {
    const files = { "src/payments.ts": mistake, "tsconfig.json": "" };
    const { message } = await failureOf("rolldown", files);
    assert.match(message, /error TS87403: This project has contracts, but no tsconfig\.json at <project>/);
  });

  it("vite: with a tsconfig.json that cannot be read (TS87404)", async () => {
    const files = { "src/payments.ts": mistake, "tsconfig.json": '{ "extends": "./missing.json" }' };
    const { message } = await failureOf("vite", files);
    assert.match(message, /error TS87404: .*<project>\/tsconfig\.json cannot be read: .*missing\.json/);
  });
});
