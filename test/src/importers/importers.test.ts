/** `importers<C>()`: a module gets those that import it, typed, in ES modules, CommonJS and bundles. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { type BuildOptions, build } from "esbuild";
import { rollup } from "rollup";
import { createProject, type Project, root, tsconfig } from "../project.ts";
import { assertAllReadable } from "../reading.ts";

const FILES = {
  "src/host.ts": `import { importers as who } from "importspy";
interface Plugin { readonly name: string }
/** @importspy */
export interface Host {
  env?: { NOTHING?: string };
  importer: { module: \`src/\${"first" | "second" | "circular" | "late" | "failing"}.ts\`; exports: Plugin } | { module: "src/main.ts" };
}
export const list = () => who<Host>();
export async function names() {
  const found: string[] = [];
  for (const importer of list()) {
    if (importer.module === "src/main.ts") continue;
    found.push(await importer.load().then(({ name }) => name, (error: Error) => \`\${importer.module}: \${error.message}\`));
  }
  return found.join();
}
`,
  "src/first.ts":
    'import { list } from "./host.js";\nexport const name = "first";\nexport const seen = list().map(({ module }) => module);\n',
  "src/second.ts": 'import "./host.js";\nexport const name: string = "second";\n',
  "src/circular.ts":
    'import { other } from "./other.js";\nimport "./host.js";\nexport const name: string = "circular";\nexport const use = () => other;\n',
  "src/other.ts": 'import { use } from "./circular.js";\nexport const other = () => use;\n',
  "src/late.ts": 'import "./host.js";\nexport const name: string = "late";\n',
  "src/failing.ts":
    'import "./host.js";\nexport const name: string = "failing";\nif (name) throw new Error("broken");\n',
  "src/main.ts": `import { seen } from "./first.js";
import "./second.js";
import "./circular.js";
import { list, names } from "./host.js";
async function main() {
  console.log(seen.join(), await names());
  const before = list();
  await import("./late.js");
  await import("./failing.js").catch(() => undefined);
  console.log(before.length, list().length, Object.isFrozen(before), await names());
}
main();
`,
};
const SAYS = "src/first.ts first,second,circular\n4 6 true first,second,circular,late,src/failing.ts: broken\n";

describe("importers<C>()", () => {
  let modules: Project;
  let common: Project;
  before(async () => {
    [modules, common] = await Promise.all([
      createProject({ ...FILES, "package.json": '{ "name": "app", "type": "module" }' }),
      createProject({
        ...FILES,
        "package.json": '{ "name": "app" }',
        "tsconfig.json": tsconfig({ module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0" }),
      }),
    ]);
    for (const { code, stdout } of await Promise.all([modules, common].map((project) => project.tspc(["-p", "."]))))
      assert.equal(code, 0, stdout);
  });
  after(() => Promise.all([modules?.remove(), common?.remove()]));

  it("returns the importers in order, later ones later, and their exports", async () => {
    for (const project of [modules, common]) {
      await assertAllReadable(project);
      const { stdout, stderr } = await project.node(["dist/main.js"]);
      assert.equal(stdout, SAYS, stderr);
      const verified = await project.importspy(["verify", "dist"]);
      assert.equal(verified.code, 0, verified.stdout + verified.stderr);
    }
  });

  it("works in bundles", async () => {
    const shared = {
      entryPoints: [modules.at("dist/main.js")],
      bundle: true,
      platform: "node",
      logLevel: "error",
    } satisfies BuildOptions;
    await build({ ...shared, format: "esm", outfile: modules.at("one/main.mjs") });
    await build({ ...shared, format: "cjs", outfile: modules.at("two/main.cjs") });
    const bundle = await rollup({
      input: modules.at("dist/main.js"),
      onLog: () => undefined,
      plugins: [
        {
          name: "importspy",
          resolveId: (id) => (id.startsWith("importspy/") ? path.join(root, id.replace("importspy", "runtime")) : null),
        },
      ],
    });
    await bundle.write({ dir: modules.at("four"), entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" });
    await bundle.close();
    for (const file of ["one/main.mjs", "two/main.cjs", "four/main.mjs"]) {
      const { stdout, stderr } = await modules.node([file]);
      const expected = file.startsWith("four")
        ? SAYS.replace("broken", "src/failing.ts failed when it was evaluated")
        : SAYS;
      assert.equal(stdout, expected, `${file}: ${stderr}`);
    }
  });

  it("returns importers of another package that is built separately", async () => {
    const declarations = await modules.read("dist/host.d.ts").catch(() => "");
    assert.equal(declarations, "");
    await modules.write({ "tsconfig.json": tsconfig({ declaration: true }) });
    const { code, stdout } = await modules.tspc(["-p", "."]);
    assert.equal(code, 0, stdout);
    assert.match(await modules.read("dist/host.d.ts"), /^\/\/# importspy \{.*"lists":true\}$/m);
  });

  it("throws when importspy did not compile the call", async () => {
    const { stdout } = await modules.node([
      "--input-type=module",
      "-e",
      'import { importers } from "importspy"; try { importers(); } catch (error) { console.log(error.message); }',
    ]);
    assert.match(stdout, /^importers<…>\(\) knows nobody: importspy did not compile the file/);
  });
});
