/**
 * Keeps docs/cli.md true: every ```console block is run in a built copy of `examples/payments`, line by line after
 * `$ `, and must print what the page shows. `UPDATE=1 npm test` writes the output again: read the change.
 *
 * @module
 */
import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { it } from "node:test";
import { runBlock } from "../blocks.ts";
import { createProject, type Project, root } from "../project.ts";

const page = path.join(root, "docs/cli.md");
const BLOCK = /(?<=^```console\n)[\s\S]*?(?=^```$)/gm;

const VARIABLES = { DATABASE_URL: "postgres://localhost/shop", LOG_LEVEL: "debug" };

async function createExample(): Promise<Project> {
  const project = await createProject({}, path.join(root, "examples/payments"));
  const { code, stdout } = await project.tspc();
  assert.equal(code, 0, stdout);
  await mkdir(project.at("bin"));
  await symlink(path.join(root, "runtime/bin/importspy.cjs"), project.at("bin/importspy"));
  await symlink(path.join(root, "node_modules/esbuild/bin/esbuild"), project.at("bin/esbuild"));
  await project.write({ ".env.staging": "STRIPE_KEY=sk_test\nLOG_LEVEL=loud\n" });
  return project;
}

it("docs/cli.md shows what the commands print", async () => {
  const text = await readFile(page, "utf8");
  const blocks = text.match(BLOCK) ?? [];
  assert.ok(blocks.length > 0);
  const project = await createExample();
  try {
    const outputs: string[] = [];
    const env = { ...VARIABLES, PATH: `${project.at("bin")}${path.delimiter}${process.env.PATH}` };
    for (const block of blocks) outputs.push(await runBlock(block, { cwd: project.folder, env }));
    const actual = text.replace(BLOCK, () => outputs.shift()!);
    if (process.env.UPDATE) await writeFile(page, actual);
    else assert.equal(actual, text);
  } finally {
    await project.remove();
  }
});
