/** `examples/fleet`: caches of monorepos serve what importspy emits to other folders, and an image checks before it starts. */
import assert from "node:assert/strict";
import { cp, mkdir, readFile, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { after, describe, it } from "node:test";
import { createProject, type Project, root, run } from "../project.ts";

const PACKAGES = ["config", "billing", "api"];
const importspy = path.join(root, "runtime/bin/importspy.cjs");

/** What `npm install` would make of the workspace. */
async function install(project: Project): Promise<void> {
  await mkdir(project.at("node_modules/@fleet"), { recursive: true });
  await mkdir(project.at("node_modules/.bin"), { recursive: true });
  for (const name of PACKAGES) await symlink(`../../packages/${name}`, project.at("node_modules/@fleet", name));
  await project.install("nx", "turbo");
  await symlink(importspy, project.at("node_modules/.bin/importspy"));
}

async function createFleet(): Promise<Project> {
  const project = await createProject({}, path.join(root, "examples/fleet"));
  await rm(project.at("tsconfig.json"));
  await install(project);
  return project;
}

/** All that was emitted, by its paths. */
async function emittedOf(project: Project): Promise<Readonly<Record<string, string>>> {
  const names = (await project.list("packages")).filter((name) => name.includes("/dist/"));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await project.read(name)] as const)));
}

const QUIET = {
  ...{ TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TURBO_NO_UPDATE_NOTIFIER: "1" },
  ...{ NX_DAEMON: "false", NX_NO_CLOUD: "true", NX_TUI: "false" },
};

describe("examples/fleet", () => {
  const made: Project[] = [];
  after(() => Promise.all(made.map((project) => project.remove())));
  const create = async () => {
    const project = await createFleet();
    made.push(project);
    return project;
  };
  let first: Project;
  let second: Project;

  it("Turborepo restores the output in another folder, byte for byte, and it runs there", async () => {
    [first, second] = await Promise.all([create(), create()]);
    const cache = first.at(".cache-of-turbo");
    const build = (project: Project) =>
      run(path.join(root, "node_modules/.bin/turbo"), ["run", "build", "--cache-dir", cache], {
        cwd: project.folder,
        env: QUIET,
      });
    const built = await build(first);
    assert.equal(built.code, 0, built.stdout + built.stderr);
    assert.match(built.stdout, /Cached: +0 cached, 3 total/);
    const served = await build(second);
    assert.equal(served.code, 0, served.stdout + served.stderr);
    assert.match(served.stdout, /Cached: +3 cached, 3 total/);
    const emitted = await emittedOf(second);
    assert.ok(emitted["packages/billing/dist/index.importspy.js"]);
    assert.deepEqual(emitted, await emittedOf(first));
    const lock = await second.node([importspy, "lock", "packages", "--check"]);
    assert.equal(lock.code, 0, lock.stdout + lock.stderr);
  });

  it("Nx does the same when its folder is copied", async () => {
    const build = (project: Project) =>
      run(process.execPath, [path.join(root, "node_modules/nx/dist/bin/nx.js"), "run-many", "-t", "build"], {
        cwd: project.folder,
        env: QUIET,
      });
    const emitted = await emittedOf(first);
    const built = await build(first);
    assert.equal(built.code, 0, built.stdout + built.stderr);
    assert.doesNotMatch(built.stdout, /read the output from the cache/);
    for (const name of PACKAGES) await rm(second.at("packages", name, "dist"), { recursive: true });
    await cp(first.at(".nx"), second.at(".nx"), { recursive: true });
    const served = await build(second);
    assert.equal(served.code, 0, served.stdout + served.stderr);
    assert.match(served.stdout, /read the output from the cache .* 3 out of 3 tasks/);
    assert.deepEqual(await emittedOf(second), emitted);
  });

  it("the image has no compiler and no sources, and checks all contracts before it evaluates anything", async () => {
    await second.write({
      "install.sh": `mkdir -p node_modules/@fleet\nfor name in ${PACKAGES.join(" ")}; do ln -s ../../packages/$name node_modules/@fleet/$name; done
mkdir node_modules/.bin\nln -s ${path.join(root, "runtime")} node_modules/importspy\nln -s ../importspy/bin/importspy.cjs node_modules/.bin/importspy\n`,
    });
    const image = second.at("image");
    const env = { BUILD: "true", INSTALL: `sh ${second.at("install.sh")}` };
    const made = await run("sh", ["image.sh", image], { cwd: second.folder, env });
    assert.equal(made.code, 0, made.stderr);
    assert.deepEqual(
      (await second.list("image")).filter((name) => /\.ts$/.test(name) && !/\.d\.ts$/.test(name)),
      [],
    );
    // The same steps: what the script copies and runs is what the Dockerfile does.
    const dockerfile = await readFile(path.join(root, "examples/fleet/Dockerfile"), "utf8");
    assert.match(dockerfile, /ENTRYPOINT \["sh", "packages\/api\/entrypoint\.sh"\]/);
    const start = (variables: Record<string, string>) =>
      run("sh", ["packages/api/entrypoint.sh"], { cwd: image, env: variables });
    const [refused, admitted] = await Promise.all([
      start({ REGION: "mars" }),
      start({ REGION: "eu", STRIPE_KEY: "sk_zanzibar" }),
    ]);
    assert.equal(refused.code, 1);
    assert.match(refused.stdout, /env\.STRIPE_KEY .*not set/);
    assert.match(refused.stdout, /env\.REGION .*set, but not "eu" \| "us"/);
    assert.doesNotMatch(refused.stdout + refused.stderr, /billing is evaluated|mars/);
    assert.equal(admitted.code, 0, admitted.stderr);
    assert.match(admitted.stdout, /billing is evaluated\ncharged 1999 cents in eu\n$/);
    assert.doesNotMatch(admitted.stdout, /zanzibar/);
  });
});
