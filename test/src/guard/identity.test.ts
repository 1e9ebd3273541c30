/**
 * Who is who where names are not enough: files of one path in packages without a name or of one name, copies of a
 * package, workers, and a module that is there as an ES module and as CommonJS.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, mkdir, rm, symlink } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { importspy } from "../cli/fixture.ts";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";

const MONOREPO = tsconfig({ rootDir: ".", outDir: "out" }, { include: ["packages"] });

/** Loads files one by one and prints for each `loaded`, or who was refused what. */
const RUNNER = `const set = (text) => Object.assign(process.env, Object.fromEntries((text ?? "").split(",").filter(Boolean).map((each) => each.split("="))));
for (const argument of process.argv.slice(2)) {
  if (argument.includes("=")) set(argument);
  else await import("./" + argument).then(
    () => console.log("loaded"),
    (error) => console.log(error.contract ? [error.importer?.package, error.importer?.module, error.contract.module, error.contract.line, ...error.violations.map(({ path }) => path)].join(" ") : error.message),
  );
}
`;

async function create(files: Files): Promise<Project> {
  const project = await createProject({ "run.mjs": RUNNER, ...files });
  after(() => project.remove());
  return project;
}

async function build(project: Project): Promise<void> {
  const { code, stdout } = await project.tspc();
  assert.equal(code, 0, stdout);
}

/** What the runner printed, line by line. */
async function load(project: Project, args: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = await project.node(["run.mjs", ...args]);
  assert.equal(stderr, "");
  return stdout.trimEnd().split("\n");
}

/** Two packages whose files have the same paths; their contracts ask for different variables on different lines. */
const twoPackages = (manifest: object): Files => ({
  "tsconfig.json": MONOREPO,
  ...Object.fromEntries(
    ["one", "two"].flatMap((name, index) => [
      [`packages/${name}/package.json`, JSON.stringify(manifest)],
      [
        `packages/${name}/src/a.ts`,
        `${"\n".repeat(index)}/** @importspy { env: { ${name.toUpperCase()}: string } } */\nexport const a = 1;\n`,
      ],
      [`packages/${name}/src/main.ts`, `${"\n".repeat(index)}import { a } from "./a.js";\nconsole.log(a);\n`],
    ]),
  ),
});

describe("files with the same path", { concurrency: 2 }, () => {
  const manifests: readonly (readonly [string, object])[] = [
    ["in two packages without a name", { type: "module" }],
    ["in two packages of one name", { name: "app", version: "1.0.0", type: "module" }],
  ];
  for (const [title, manifest] of manifests) {
    it(`${title} are judged by their own contracts, and verify counts both`, async () => {
      const project = await create(twoPackages(manifest));
      await rm(project.at("package.json"));
      await build(project);
      const who = "name" in manifest ? "app" : "";
      const [one, two] = ["out/packages/one/src/main.js", "out/packages/two/src/main.js"];
      assert.deepEqual(await load(project, [one, two]), [
        `${who} src/main.ts src/a.ts 1 env.ONE`,
        `${who} src/main.ts src/a.ts 2 env.TWO`,
      ]);
      assert.deepEqual(await load(project, ["ONE=1", one, two]), [
        "1",
        "loaded",
        `${who} src/main.ts src/a.ts 2 env.TWO`,
      ]);
      assert.deepEqual(await load(project, ["TWO=1", two, one]), [
        "1",
        "loaded",
        `${who} src/main.ts src/a.ts 1 env.ONE`,
      ]);
      const verified = await importspy(project, ["verify", "out"]);
      assert.match(verified.stdout, /2 contracts, 2 places that load a contracted module: all guarded/);
      const checked = await importspy(project, ["check", "out", "--env", "ONE=1"]);
      assert.equal(checked.code, 1);
      assert.match(checked.stdout, /1 of 2 contracts broken/);
    });

    it(`${title} have separate importers, even if their contracts have the same text`, async () => {
      const restricted = '/** @importspy { importer: { module: "src/main.ts" } } */\nexport const a = 1;\n';
      const project = await create({
        ...twoPackages(manifest),
        "packages/one/src/a.ts": restricted,
        "packages/two/src/a.ts": restricted,
        "packages/two/src/other.ts": 'import { a } from "./a.js";\nconsole.log(a);\n',
      });
      await rm(project.at("package.json"));
      const built = await project.tspc();
      const refused = built.stdout.match(/^packages\S+\(\d+,\d+\): error TS\d+: .*$/gm) ?? [];
      assert.equal(refused.length, 1, built.stdout);
      assert.match(refused[0]!, /^packages\/two\/src\/other\.ts\(1,19\): error TS87301: /);
      const out = (name: string) => `out/packages/${name}.js`;
      assert.deepEqual(await load(project, [out("one/src/main"), out("two/src/other"), out("two/src/main")]), [
        "1",
        "loaded",
        `${"name" in manifest ? "app" : ""} src/other.ts src/a.ts 1 importer`,
        "1",
        "loaded",
      ]);
    });
  }
});

/** A package with a contract, as it is published, in both kinds of modules. */
const LIBRARY: Files = {
  "package.json": JSON.stringify({
    name: "lib",
    version: "1.0.0",
    type: "module",
    exports: { ".": { import: "./esm/index.js", require: "./cjs/index.cjs" } },
    dependencies: { importspy: "*" },
    peerDependencies: { peer: "*" },
  }),
  "tsconfig.json": tsconfig({ outDir: "esm", declaration: true }),
  "src/index.ts": '/** @importspy { env: { LIB: string }; packages: { peer: "^1" } } */\nexport const lib = 1;\n',
};

/** Builds the library and copies it to where a store like pnpm's has it, with a peer of some version each. */
async function installCopies(project: Project, copies: Readonly<Record<string, string>>): Promise<void> {
  const library = await create(LIBRARY);
  await build(library);
  for (const [copy, version] of Object.entries(copies)) {
    const store = `node_modules/.pnpm/lib@1.0.0_${copy}/node_modules`;
    await project.write({
      [`${store}/peer/package.json`]: JSON.stringify({ name: "peer", version }),
      [`packages/${copy}/node_modules/peer/package.json`]: JSON.stringify({ name: "peer", version }),
    });
    await mkdir(project.at(store, "lib"), { recursive: true });
    for (const part of ["esm", "package.json"])
      await cp(library.at(part), project.at(store, "lib", part), { recursive: true });
    await symlink(project.at(store, "lib"), project.at(`packages/${copy}/node_modules/lib`), "dir");
  }
}

describe("copies of a package", { concurrency: 2 }, () => {
  it("that are identical are judged separately, with the packages that their importers resolve", async () => {
    const main = 'import { lib } from "lib";\nconsole.log(lib);\n';
    const manifest = (name: string) =>
      JSON.stringify({ name, version: "1.0.0", type: "module", dependencies: { lib: "*", peer: "*" } });
    const project = await create({
      "tsconfig.json": MONOREPO,
      "packages/one/package.json": manifest("one"),
      "packages/one/main.ts": main,
      "packages/two/package.json": manifest("two"),
      "packages/two/main.ts": main,
    });
    await installCopies(project, { one: "1.5.0", two: "2.0.0" });
    await build(project);
    // Output beside the sources' node_modules, as every package has its own.
    for (const name of ["one", "two"])
      await cp(project.at("out/packages", name), project.at("packages", name), { recursive: true });
    const [one, two] = ["packages/one/main.js", "packages/two/main.js"];
    assert.deepEqual(await load(project, ["LIB=1", one, two]), [
      "1",
      "loaded",
      "two main.ts src/index.ts 1 packages.peer",
    ]);
    assert.deepEqual(await load(project, ["LIB=1", two, one]), [
      "two main.ts src/index.ts 1 packages.peer",
      "1",
      "loaded",
    ]);
    // Each copy is judged when it is evaluated, whatever became of the other.
    const changed = `import("./${one}").then(() => { delete process.env.LIB; return import("./${two}"); }).catch((error) => console.log(error.importer.package, error.violations.map(({ path }) => path).join(" ")));`;
    const { stdout } = await project.node(["-e", changed], { env: { LIB: "1" } });
    assert.equal(stdout, "1\ntwo env.LIB packages.peer\n");
  });
});

describe("a module that exists twice", { concurrency: 2 }, () => {
  it("as an ES module and as CommonJS is judged separately for each", async () => {
    const source = {
      "src/a.ts":
        '/** @importspy { env: { A: string }; importer: { module: "src/main.ts" } } */\nexport const a = 1;\n',
      "src/main.ts": 'import { a } from "./a.js";\nconsole.log(a);\n',
    };
    const project = await create({
      ...source,
      "tsconfig.json": tsconfig({ outDir: "dist/esm" }),
      "tsconfig.cjs.json": tsconfig({ outDir: "dist/cjs", module: "commonjs", moduleResolution: "bundler" }),
      "plain.mjs": 'import "./dist/esm/a.js";\n',
      "plain.cjs": 'require("./dist/cjs/a.js");\n',
    });
    await build(project);
    assert.equal((await project.tspc(["-p", "tsconfig.cjs.json"])).code, 0);
    await project.write({ "dist/cjs/package.json": JSON.stringify({ type: "commonjs" }) });
    const [esm, cjs] = ["dist/esm/main.js", "dist/cjs/main.js"];
    assert.deepEqual(await load(project, ["A=1", esm, cjs]), ["1", "loaded", "1", "loaded"]);
    assert.deepEqual(await load(project, ["A=1", cjs, esm]), ["1", "loaded", "1", "loaded"]);
    assert.deepEqual(await load(project, [cjs, "A=1", esm]), ["app src/main.ts src/a.ts 1 env.A", "1", "loaded"]);
    // What one copy admitted, the other does not take over.
    assert.deepEqual(await load(project, ["A=1", esm, "plain.cjs"]), ["1", "loaded", "  src/a.ts 1 importer"]);
    assert.deepEqual(await load(project, ["A=1", cjs, "plain.mjs"]), ["1", "loaded", "  src/a.ts 1 importer"]);
  });

  it("in a worker is judged there, with the worker's environment", async () => {
    const project = await create({
      "src/a.ts": "/** @importspy { env: { A: string } } */\nexport const a = 1;\n",
      "src/main.ts": `import { a } from "./a.js";
import { Worker } from "node:worker_threads";
const start = (env: Record<string, string>) =>
  new Promise((done) => new Worker(new URL("./job.js", import.meta.url), { env }).on("message", done).on("error", done));
console.log(a, String(await start({ A: "1" })), String(await start({ B: "1" })).split("\\n", 1)[0]);
`,
      "src/job.ts": `import { parentPort } from "node:worker_threads";\nimport { a } from "./a.js";\nparentPort!.postMessage(a);\n`,
    });
    await build(project);
    const { stdout } = await project.node(["dist/main.js"], { env: { A: "1" } });
    assert.equal(
      stdout,
      "1 1 ContractViolationError: src/job.ts:2 may not import src/a.ts: this environment breaks its contract in 1 place\n",
    );
  });
});

describe("a barrel of another package", { concurrency: 2 }, () => {
  it("passes the contract's importers on, in -b and at run time", async () => {
    const config = (references: readonly string[]) =>
      tsconfig(
        { composite: true, declaration: true, rootDir: ".", outDir: "dist" },
        { include: ["*.ts"], references: references.map((each) => ({ path: `../${each}` })) },
      );
    const manifest = (name: string) =>
      JSON.stringify({
        name,
        version: "1.0.0",
        type: "module",
        exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
        dependencies: { importspy: "*", core: "*", barrel: "*" },
      });
    const using = 'import { pay } from "barrel";\nconsole.log(pay);\n';
    const project = await create({
      "tsconfig.json": JSON.stringify({
        files: [],
        references: ["app", "intruder"].map((name) => ({ path: `packages/${name}` })),
      }),
      "packages/core/package.json": manifest("core"),
      "packages/core/tsconfig.json": config([]),
      "packages/core/index.ts":
        '/** @importspy { importer: { package: "app" | "barrel" } } */\nexport const pay = 1;\n',
      "packages/barrel/package.json": manifest("barrel"),
      "packages/barrel/tsconfig.json": config(["core"]),
      "packages/barrel/index.ts": 'export * from "core";\n',
      "packages/app/package.json": manifest("app"),
      "packages/app/tsconfig.json": config(["barrel"]),
      "packages/app/main.ts": using,
      "packages/intruder/package.json": manifest("intruder"),
      "packages/intruder/tsconfig.json": config(["barrel"]),
      "packages/intruder/main.ts": using,
    });
    for (const name of ["core", "barrel"])
      await symlink(project.at("packages", name), project.at("node_modules", name), "dir");
    for (const args of [["-b"], ["-b", "--force"]]) {
      const built = await importspy(project, ["build", ...args]);
      assert.deepEqual(
        built.stdout.match(/\S+: error TS\d+/g),
        ["packages/intruder/main.ts(1,21): error TS87302"],
        built.stdout,
      );
    }
    const [app, intruder] = ["packages/app/dist/main.js", "packages/intruder/dist/main.js"];
    assert.deepEqual(await load(project, [app]), ["1", "loaded"]);
    assert.deepEqual(await load(project, [app, intruder]), ["1", "loaded", "intruder main.ts index.ts 1 importer"]);
    assert.deepEqual(await load(project, [intruder]), ["intruder main.ts index.ts 1 importer"]);
  });
});
