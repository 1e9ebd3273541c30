/** The manifest beside bundles: what is written is what is read, and what does not say all that it must is refused. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  createManifest,
  isUnchanged,
  type Output,
  readManifest,
  readSidecar,
  UnreadableManifest,
} from "importspy/dist/artifacts.cjs";
import { createBuilt, readSidecars } from "../built.ts";
import type { Project } from "../project.ts";

const SOURCES = {
  "package.json":
    '{ "name": "app", "version": "1.0.0", "type": "module", "dependencies": { "importspy": "0.1.0", "pg": "^8" } }',
  "node_modules/pg/package.json": '{ "name": "pg", "version": "8.0.0", "main": "index.js" }',
  "node_modules/pg/index.js": "exports.a = 1;\n",
  "node_modules/pg/index.d.ts": "export declare const a: number;\n",
  "src/pay.ts": '/** @importspy { os: "linux"; env: { TOKEN: Secret } } Ask first. */\nexport const pay = 1;\n',
  "src/pg.ts": 'export {};\n/** @importspy { env: { PGHOST: string } } */\ndeclare module "pg" {}\n',
  "src/main.ts": 'import { pay } from "./pay.js";\nimport { a } from "pg";\nconsole.log(pay, a);\n',
};

const OUTPUTS: readonly Output[] = [
  { name: "main.js", code: "main();\n", contracts: [], before: [] },
  { name: "chunks/a.js", code: "a();\n", contracts: [], before: ["pg", "dotenv", "pg"] },
];

describe("the manifest beside bundles", () => {
  let project: Project;
  let sidecars: string[];
  let version: string;
  before(async () => {
    project = await createBuilt(SOURCES);
    ({ sidecars, version } = await readSidecars(project));
  });
  after(() => project.remove());

  it("can be read after it was written", () => {
    const [own] = sidecars.map((text) => readSidecar(text, version)).flatMap(({ contract }) => contract ?? []);
    const outputs = OUTPUTS.map((each) => ({ ...each, contracts: [own!.data.key] }));
    const texts = (contract: { readonly module: string }) => (contract.module === "src/pay.ts" ? ["b", "a"] : []);
    const manifest = readManifest(createManifest("rollup", version, sidecars, outputs, { textsOf: texts }), version);
    assert.equal(manifest.host, "rollup");
    const [pg, pay, ...others] = manifest.contracts;
    assert.deepEqual(others, []);
    const { key, module, alternatives, uses, validators } = pay!;
    assert.deepEqual(
      { key, module, alternatives, uses, validators },
      {
        key: own!.data.key,
        module: "src/pay.ts",
        alternatives: own!.data.alternatives,
        uses: own!.uses,
        validators: own!.validators,
      },
    );
    assert.deepEqual([pay!.external, pay!.texts], [undefined, ["a", "b"]]);
    assert.deepEqual([pg!.module, pg!.external, pg!.texts], ["pg", true, undefined]);
    assert.deepEqual(
      manifest.importers.map(({ module, moments }) => [module, moments.flat().map(([name]) => name)]),
      [["src/main.ts", ["app/src/pay.ts", "app/pg"]]],
    );
    assert.deepEqual(Object.keys(manifest.files), ["chunks/a.js", "main.js"]);
    const chunk = manifest.files["chunks/a.js"]!;
    assert.deepEqual(
      [chunk.contracts, chunk.before, chunk.sha256],
      [[key], ["dotenv", "pg"], createHash("sha256").update("a();\n").digest("hex")],
    );
    assert.deepEqual([isUnchanged(chunk, "a();\n"), isUnchanged(chunk, "a();")], [true, false]);
  });

  it("does not depend on the order of a bundler", () => {
    const write = (texts: readonly string[], outputs: readonly Output[]) =>
      createManifest("vite", version, texts, outputs);
    assert.equal(write(sidecars, OUTPUTS), write([...sidecars].reverse(), [...OUTPUTS].reverse()));
  });

  it("is empty when nothing has a contract", () => {
    const manifest = readManifest(createManifest("vite", version, [], []), version);
    assert.deepEqual([manifest.contracts, manifest.importers, manifest.files], [[], [], {}]);
  });

  it("is refused when it has another form or version", () => {
    const text = createManifest("vite", version, sidecars, OUTPUTS);
    const edits = {
      "no JSON": (whole: string) => whole.slice(1),
      "another format": (whole: string) => whole.replace('"version": 1', '"version": 2'),
      "a property that no version writes": (whole: string) => whole.replace("{", '{ "all": true,'),
      "a contract without conditions": (whole: string) => whole.replace(/"alternatives":\[/, '"none":['),
      "an invalid hash": (whole: string) => whole.replace(/"sha256":"../, '"sha256":"'),
      "a file outside of the folder": (whole: string) => whole.replace('"main.js"', '"../main.js"'),
      "a contract that it does not have": (whole: string) =>
        whole.replace('"contracts":[]', '"contracts":["app/x.ts#1"]'),
      "another version of importspy": (whole: string) => whole.replace(/"importspy": "[^"]*"/, '"importspy": "0.0.1"'),
    };
    for (const [name, edit] of Object.entries(edits)) {
      assert.notEqual(edit(text), text, name);
      assert.throws(() => readManifest(edit(text), version), UnreadableManifest, name);
    }
  });
});
