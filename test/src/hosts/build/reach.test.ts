/**
 * A contract that comes, changes and goes in one project of a solution, and the projects that TypeScript's up-to-date
 * check does not connect with it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { describe, it } from "node:test";
import type { Files, Project } from "../../project.ts";
import { asks, BASE, config, createSolution, DIRECT, MID, only, plain, SHAPES, UNSEEN } from "../../shapes.ts";
import { build, diagnosticsIn, type Host, outputsOf, timesOf } from "../../solution.ts";

/** The whole life of a contract; after each step the solution must be as one that was built from nothing. */
async function live(files: Files, rebuild: (project: Project, changed: Files) => Promise<string[]>): Promise<void> {
  const project = await createSolution(files);
  const clean = await createSolution(files);
  try {
    let refused = 0;
    for (const text of [plain, only("mid"), asks("debug"), only("nobody"), plain]) {
      const changed = { "base/mod.ts": text };
      await clean.write(changed);
      await rm(clean.at("out"), { recursive: true, force: true });
      const expected = diagnosticsIn(await build(clean, "importspy build", ["-b", ".", "--force"]));
      assert.deepEqual(await rebuild(project, changed), expected, text);
      assert.deepEqual(await outputsOf(project), await outputsOf(clean), text);
      refused += expected.filter((each) => /^app\/main\.ts\(\d+,\d+\): error TS8730[12]/.test(each)).length;
    }
    assert.ok(refused >= 2, `${refused} imports of app were refused`);
  } finally {
    await project.remove();
    await clean.remove();
  }
}

/** Builds, and once more: then nothing may be written, or the same errors be told again. */
async function buildTwice(project: Project, host: Host, changed: Files): Promise<string[]> {
  await project.write(changed);
  const first = diagnosticsIn(await build(project, host, ["-b", "."]));
  const times = await timesOf(project);
  const second = await build(project, host, ["-b", ".", "--verbose"]);
  assert.deepEqual(diagnosticsIn(second), first);
  if (!first.length) {
    assert.deepEqual(await timesOf(project), times);
    assert.doesNotMatch(second.printed, /Building project/);
  }
  return first;
}

describe("a contract reaches importers in other projects", { concurrency: 2 }, () => {
  for (const [name, files] of Object.entries({ ...SHAPES, ...UNSEEN })) {
    // What TypeScript sees, it must see without help.
    for (const host of [name in SHAPES ? "tspc without help" : "tspc", "importspy build"] as const) {
      it(`past ${name}, in ${host} -b`, () => live(files, (project, changed) => buildTwice(project, host, changed)));
    }
  }

  for (const name of ["a project between them exports the module again", "a container", "node_modules"]) {
    it(`past ${name}, when importspy build -b builds one project after the other`, () =>
      live({ ...SHAPES, ...UNSEEN }[name]!, async (project, changed) => {
        await project.write(changed);
        const found: string[] = [];
        for (const each of ["base", "mid", "app"].filter(
          (folder) => `${folder}/tsconfig.json` in { ...SHAPES, ...UNSEEN }[name]!,
        )) {
          found.push(...diagnosticsIn(await build(project, "importspy build", ["-b", each])));
        }
        return [...new Set(found)].sort();
      }));
  }

  it("when its importer is built first because a reference is missing, in importspy build -b", async () => {
    const { "app/tsconfig.json": app, "app/main.ts": main } = UNSEEN.node_modules!;
    const project = await createSolution({ "app/tsconfig.json": app!, "app/main.ts": main!, ...BASE });
    const rebuild = (...args: string[]) => build(project, "importspy build", ["-b", ...args]);
    try {
      // Where there is nothing of `base` yet, nobody can import it.
      assert.deepEqual([(await rebuild("base")).code, (await rebuild(".")).code], [0, 0]);
      for (const text of [only("nobody"), asks("debug"), plain]) {
        await project.write({ "base/mod.ts": text });
        const { code, printed } = await rebuild(".");
        assert.equal(code, text === only("nobody") ? 2 : 0, printed);
        if (code) assert.match(printed, /^app\/main\.ts\(1,\d+\): error TS87301/);
        const outputs = await outputsOf(project);
        await rebuild(".", "--force");
        assert.deepEqual(await outputsOf(project), outputs);
      }
    } finally {
      await project.remove();
    }
  });

  it("past a container, in a process of tspc", async () => {
    const project = await createSolution(UNSEEN["a container"]!);
    try {
      assert.deepEqual(await project.tspcProcess(["-b"]), { code: 0, stdout: "", stderr: "" });
      await project.write({ "base/mod.ts": only("nobody") });
      assert.match((await project.tspcProcess(["-b"])).stdout, /^app\/main\.ts\(1,\d+\): error TS87301/);
      await project.write({ "base/mod.ts": plain });
      assert.deepEqual(await project.tspcProcess(["-b"]), { code: 0, stdout: "", stderr: "" });
    } finally {
      await project.remove();
    }
  });
});

describe("importspy build -b checks package.json", () => {
  it("when only it has changed, also for a contract in another project", async () => {
    const contract = `/** @importspy { packages: { pg: "^8.0.0" } } */\n${plain}`;
    const manifest = (range: string) => JSON.stringify({ name: "app", type: "module", dependencies: { pg: range } });
    const files = { ...BASE, ...MID, ...DIRECT, "base/mod.ts": contract, "package.json": manifest("^8.1.0") };
    const project = await createSolution(files);
    try {
      assert.deepEqual(diagnosticsIn(await build(project, "importspy build", ["-b", "."])), []);
      await project.write({ "package.json": manifest("^7.0.0") });
      const found = diagnosticsIn(await build(project, "importspy build", ["-b", "."]));
      assert.deepEqual(found, diagnosticsIn(await build(project, "importspy build", ["-b", ".", "--force"])));
      assert.match(found.join(), /^app\/main\.ts\(1,\d+\): error TS87306/);
      await project.write({ "package.json": manifest("^8.2.0") });
      assert.deepEqual(diagnosticsIn(await build(project, "importspy build", ["-b", "."])), []);
    } finally {
      await project.remove();
    }
  });
});

describe("projects that no contract reaches", () => {
  /** Compares with tsc what it makes of a solution, what it remembers included. */
  const compare = async (files: Files, isCompared: (name: string) => boolean) => {
    const project = await createSolution(files);
    const plainProject = await createSolution(files);
    try {
      for (const [each, host] of [
        [project, "tspc"],
        [plainProject, "tsc"],
      ] as const) {
        assert.deepEqual(await build(each, host, ["-b", "."]), { printed: "", code: 0 });
      }
      const names = (await plainProject.list("out")).filter(isCompared);
      assert.ok(names.some((name) => name.endsWith(".tsbuildinfo")));
      for (const name of names) assert.equal(await project.read(name), await plainProject.read(name), name);
      return await project.list("out");
    } finally {
      await project.remove();
      await plainProject.remove();
    }
  };

  it("have the same output as with tsc, byte for byte, without a contract", async () => {
    const files = SHAPES["a diamond"]!;
    const names = await compare(files, () => true);
    assert.ok(names.every((name) => !name.includes("importspy")));
  });

  it("have the same output as with tsc beside projects that a contract reaches", async () => {
    const aside = {
      "aside/tsconfig.json": config("aside", []),
      "aside/one.ts": "export const one = 1;\n",
      "beside/tsconfig.json": config("beside", ["aside"]),
      "beside/two.ts": `import { one } from "../aside/one.js";\nexport const two = one;\n`,
    };
    const files = { ...BASE, ...MID, ...DIRECT, ...aside, "base/mod.ts": asks("debug") };
    const names = await compare(files, (name) => /^out\/(?:aside|beside)\//.test(name));
    assert.ok(names.includes("out/app/main.importspy.js"));
  });
});

describe("a broken contract with noCheck", () => {
  it("is reported at every build in -b, whether the project was built before or not, and with --force", async () => {
    const broken = `/** @importspy { environment: {} } */\n${plain}`;
    const options = { noCheck: true };
    const files = {
      "base/tsconfig.json": config("base", [], options),
      "base/mod.ts": plain,
      ...DIRECT,
      "app/tsconfig.json": config("app", ["base"], options),
    };
    for (const host of ["tspc", "importspy build"] as const) {
      const project = await createSolution(files);
      const told = async (...args: string[]) => diagnosticsIn(await build(project, host, ["-b", ".", ...args])).length;
      try {
        assert.equal(await told(), 0);
        await project.write({ "base/mod.ts": broken });
        for (const args of [[], [], ["--force"], []]) assert.equal(await told(...args), 1, `${host} ${args}`);
        await project.write({ "base/mod.ts": only("nobody") });
        for (const args of [[], [], ["--force"], []]) assert.equal(await told(...args), 1, `${host} ${args}`);
        await project.write({ "base/mod.ts": plain });
        for (const args of [[], ["--force"], []]) assert.equal(await told(...args), 0, `${host} ${args}`);
      } finally {
        await project.remove();
      }
    }
  });
});
