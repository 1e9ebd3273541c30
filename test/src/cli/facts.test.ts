/** `importspy facts`: what this machine offers, and nothing of a value. */
import assert from "node:assert/strict";
import os from "node:os";
import path from "node:path";
import { it } from "node:test";
import { createProject, root, run } from "../project.ts";

const bin = path.join(root, "runtime/bin/importspy.cjs");

it("importspy facts shows facts, and for variables only whether they are set", async () => {
  const contract = `/** @importspy { os: "linux" | "darwin" | "win32"; env: { TOKEN: Secret; OTHER?: string }; packages: { "not-there"?: "*"; private: "*" } } */\nexport {};\n`;
  const project = await createProject({
    "package.json": '{ "name": "app", "type": "module", "dependencies": { "private": "*" } }',
    "src/pay.ts": contract,
    "node_modules/private/package.json": '{ "name": "private" }',
  });
  try {
    const { code } = await project.tspc();
    assert.equal(code, 0);
    const env = { TOKEN: "hunter2" };
    const told = await run(process.execPath, [bin, "facts", "dist", "--format", "json"], { cwd: project.folder, env });
    assert.equal(told.code, 0, told.stderr);
    const { facts } = JSON.parse(told.stdout) as { facts: { path: string; found?: string; remark: string }[] };
    const byPath = new Map(facts.map((fact) => [fact.path, fact.found ?? fact.remark]));
    assert.equal(byPath.get("os"), JSON.stringify(os.platform()));
    assert.equal(byPath.get("runtime.node"), process.versions.node);
    assert.equal(byPath.get("cpus"), String(os.availableParallelism()));
    assert.match(byPath.get("memory") ?? "", /^[\d.]+(?:KiB|MiB|GiB|TiB)$/);
    assert.equal(byPath.get("env.TOKEN"), "set");
    assert.equal(byPath.get("env.OTHER"), "not set");
    assert.equal(byPath.get("packages.not-there"), "not installed");
    assert.equal(byPath.get("packages.private"), "a package without a version");
    const text = await run(process.execPath, [bin, "facts", "dist"], { cwd: project.folder, env });
    assert.match(text.stdout, /^env\.TOKEN +set$/m);
    assert.ok(!`${told.stdout}${text.stdout}`.includes("hunter2"));
    const supposed = ["check", "dist", "--memory", "2 gigs"];
    const refused = await run(process.execPath, [bin, ...supposed], { cwd: project.folder, env });
    assert.match(refused.stderr, /--memory takes a number and a unit/);
    assert.equal(refused.code, 2);
  } finally {
    await project.remove();
  }
});
