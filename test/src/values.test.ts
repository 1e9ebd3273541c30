import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import esbuild from "esbuild";
import ts from "typescript";
import { importspy } from "./cli/fixture.ts";
import { createProject, type Project } from "./project.ts";

const require = createRequire(import.meta.url);
const { createGuardService } =
  require("../../transformer/dist/service.js") as typeof import("../../transformer/dist/service.js");

const CONFIG = `import { env, type Default, type Json, type List, type Maximum, type Secret } from "importspy";
/** @importspy */
export interface Contract {
  env: {
    PORT: number & Maximum<65535> & Default<3000>;
    ORIGINS: List<string> & Default<["a", "b c"]>;
    FLAGS?: Json<{ beta: boolean }>;
    KEY: Secret;
  };
}
export const { PORT, ORIGINS, FLAGS, KEY } = env<Contract>();
`;

/** What the command line says of contracts whose modules call \`env<C>()\`. */
describe("command line and values", () => {
  let project: Project;
  before(async () => {
    project = await createProject({
      "src/config.ts": CONFIG,
      "src/main.ts": 'import { PORT } from "./config.js";\nconsole.log(PORT);\n',
    });
    assert.equal((await project.tspc(["-p", "."])).code, 0);
  });
  after(() => project.remove());

  it("describes defaults, lists and JSON in words", async () => {
    const text = await importspy(project, ["explain", "dist"]);
    assert.match(text.stdout, /PORT {6}a decimal number of at most 65535, default 3000/);
    assert.match(text.stdout, /ORIGINS {3}a list separated by ",", each a string, default a,b c/);
    assert.match(text.stdout, /FLAGS {5}JSON of the type \{ beta: boolean; \}, optional/);
    const env = await importspy(project, ["explain", "dist", "--format", "env"]);
    assert.match(env.stdout, /# a decimal number of at most 65535, default below \(src\/config.ts\)\n# PORT=3000\n/);
    assert.match(env.stdout, /# ORIGINS='a,b c'\n/);
    assert.match(env.stdout, /\nKEY=\n/);
    const json = await importspy(project, ["explain", "dist", "--format", "json"]);
    const [contract] = JSON.parse(json.stdout).contracts;
    assert.deepEqual(
      contract.alternatives[0].environment.map((term: { default?: string }) => term.default),
      ["3000", "a,b c", undefined, undefined],
    );
    const markdown = await importspy(project, ["explain", "dist", "--format", "markdown"]);
    assert.match(markdown.stdout, /`env\.PORT` \|.*\| default `3000` \|/);
  });

  it("judges lists and JSON, with defaults", async () => {
    const held = await importspy(project, ["check", "dist"], {
      env: { KEY: "hunter2hunter2", FLAGS: '{"beta":true}' },
    });
    assert.match(held.stdout, /✓ env\.PORT .*not set, default/);
    assert.match(held.stdout, /✓ env\.FLAGS .* set\n/);
    assert.equal(held.code, 0, held.stdout + held.stderr);
    const broken = await importspy(project, ["check", "dist"], {
      env: { KEY: "hunter2hunter2", FLAGS: '{"beta":"hunter3hunter3"}', ORIGINS: "a,,b", PORT: "70000" },
    });
    assert.match(broken.stdout, /✗ env\.FLAGS .*not a boolean/);
    assert.match(broken.stdout, /✗ env\.ORIGINS .*an empty item/);
    assert.match(broken.stdout, /✗ env\.PORT /);
    assert.equal(broken.code, 1);
    assert.doesNotMatch(broken.stdout + broken.stderr + held.stdout, /hunter|70000/);
  });

  it("is verified", async () => {
    const verified = await importspy(project, ["verify", "dist"]);
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  });

  it("works in texts that other compilers emitted", async () => {
    const service = createGuardService({ tsconfig: project.at("tsconfig.json"), typescript: ts });
    const transpile = (module: ts.ModuleKind) =>
      ts.transpileModule(CONFIG, { compilerOptions: { module, target: ts.ScriptTarget.ES2022 } }).outputText;
    const texts = {
      esbuild: [esbuild.transformSync(CONFIG, { loader: "ts" }).code, "esm"],
      typescript: [transpile(ts.ModuleKind.ESNext), "esm"],
      commonjs: [transpile(ts.ModuleKind.CommonJS), "cjs"],
    } as const;
    try {
      for (const [name, [code, format]] of Object.entries(texts)) {
        const guarded = service.guard(project.at("src/config.ts"), code, { language: "javascript", format })!;
        await project.write({
          [`${name}/package.json`]: `{ "type": "${format === "esm" ? "module" : "commonjs"}" }`,
          [`${name}/config.js`]: guarded.code,
          [`${name}/config.importspy.js`]: guarded.sidecars[0]!,
        });
        const script = `import("./${name}/config.js").then(({ PORT, KEY }) => console.log(PORT, String(KEY)));`;
        const { stdout, stderr } = await project.node(["-e", script], { env: { KEY: "hunter2", PORT: "80" } });
        assert.equal(stdout + stderr, "80 [secret]\n", name);
      }
      const changed = "export const PORT = 1;\n";
      assert.throws(() => service.guard(project.at("src/config.ts"), changed), /cannot find the calls of env<C>\(\)/);
    } finally {
      service.dispose();
    }
  });

  it("throws in a file that importspy did not compile", async () => {
    await project.write({
      "plain.mjs":
        'import { env } from "importspy";\ntry {\n  env();\n} catch (error) {\n  console.log(error.message);\n}\n',
    });
    const { stdout } = await project.node(["plain.mjs"]);
    assert.match(stdout, /^env<…>\(\) has no values: importspy did not compile the file that calls it/);
  });
});
