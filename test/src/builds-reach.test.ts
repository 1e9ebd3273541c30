/**
 * A contract that comes, changes and goes in one project of a solution, and the projects that TypeScript's up-to-date
 * check does not connect with it. `base` has the contract, `mid` exports its module again, `app` imports it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm, symlink } from "node:fs/promises";
import { describe, it } from "node:test";
import { createProject, type Files, type Project } from "./project.ts";
import { build, diagnosticsIn, GLOBALS, type Host, outputsOf, timesOf } from "./solution.ts";

const plain = "export const secret = 1;\n";
const only = (folder: string) =>
  `/** @importspy { importer: { package: "app"; module: \`${folder}/\${string}\` } } Only ${folder}. */\n${plain}`;
const asks = (level: string) => `/** @importspy { env: { LEVEL: ${JSON.stringify(level)} } } */\n${plain}`;

/** The configuration of a project; `undefined` removes an option. */
function config(name: string, references: readonly string[], options: Record<string, unknown> = {}, rest = {}): string {
  const compilerOptions = {
    composite: true,
    module: "nodenext",
    strict: true,
    rootDir: ".",
    outDir: `../out/${name}`,
    types: [],
    noLib: true,
    plugins: [{ transform: "@importspy/transformer", transformProgram: true }],
    ...options,
  };
  return JSON.stringify({
    compilerOptions,
    include: ["*.ts", "../globals.d.ts"],
    references: references.map((each) => ({ path: `../${each}` })),
    ...rest,
  });
}

const BASE = { "base/tsconfig.json": config("base", []), "base/mod.ts": plain };
const MID = {
  "mid/tsconfig.json": config("mid", ["base"]),
  "mid/index.ts": `export { secret } from "../base/mod.js";\n`,
};
const APP = {
  "app/tsconfig.json": config("app", ["mid"]),
  "app/main.ts": `import { secret } from "../mid/index.js";\nexport const sum: number = secret;\n`,
};
const DIRECT = {
  ...APP,
  "app/main.ts": `import { secret } from "../base/mod.js";\nexport const sum: number = secret;\n`,
};
/** Needs something of `base`, but not the module with the contract. */
const APART = { ...MID, "base/other.ts": "export const other = 2;\n", "mid/index.ts": "export const mid = 2;\n" };

const CONTAINER = { compilerOptions: { composite: true }, files: [], references: [{ path: "../base" }] };

/** Solutions, by what is special about them. */
const SHAPES: Readonly<Record<string, Files>> = {
  "a project between them exports the module again": { ...BASE, ...MID, ...APP },
  "two projects between them": {
    ...BASE,
    ...MID,
    "upper/tsconfig.json": config("upper", ["mid"]),
    "upper/index.ts": `export * from "../mid/index.js";\n`,
    "app/tsconfig.json": config("app", ["upper"]),
    "app/main.ts": `import { secret } from "../upper/index.js";\nexport const sum: number = secret;\n`,
  },
  "a diamond": {
    ...BASE,
    ...MID,
    "side/tsconfig.json": config("side", ["base"]),
    "side/index.ts": `import { secret } from "../base/mod.js";\nexport const side: number = secret;\n`,
    "app/tsconfig.json": config("app", ["side", "mid"]),
    "app/main.ts": `import { secret } from "../mid/index.js";\nexport * from "../side/index.js";\nexport const sum: number = secret;\n`,
  },
  "a reference to another project than the imported one": { ...BASE, ...MID, ...DIRECT },
  "a reference to a project that imports nothing of it": { ...BASE, ...APART, ...DIRECT },
  "a project of declarations between them": {
    ...BASE,
    "mid/tsconfig.json": config("mid", ["base"]),
    "mid/types.d.ts": "declare const global: number;\n",
    ...DIRECT,
  },
  "JavaScript between them": {
    ...BASE,
    "mid/tsconfig.json": config("mid", ["base"], { allowJs: true }, { include: ["*.js", "../globals.d.ts"] }),
    "mid/index.js": `export { secret } from "../base/mod.js";\n`,
    ...APP,
    "app/tsconfig.json": config("app", ["mid"], { allowJs: true }),
  },
  "an importer that is incremental only": {
    ...BASE,
    ...MID,
    ...DIRECT,
    "app/tsconfig.json": config("app", ["mid"], { composite: undefined, incremental: true }),
  },
  "an importer that is not even that": {
    ...BASE,
    ...MID,
    ...DIRECT,
    "app/tsconfig.json": config("app", ["mid"], { composite: undefined }),
  },
  "an importer that only checks": {
    ...BASE,
    ...MID,
    ...DIRECT,
    "app/tsconfig.json": config("app", ["mid"], { composite: undefined, incremental: true, noEmit: true }),
  },
};

/** Solutions in which TypeScript sees no way at all from the importer to the contract. */
const UNSEEN: Readonly<Record<string, Files>> = {
  "a container": {
    ...BASE,
    "box/tsconfig.json": JSON.stringify(CONTAINER),
    ...DIRECT,
    "app/tsconfig.json": config("app", ["box"]),
  },
  "a container, behind a project": {
    ...BASE,
    "box/tsconfig.json": JSON.stringify(CONTAINER),
    ...MID,
    "mid/tsconfig.json": config("mid", ["box"]),
    ...APP,
  },
  node_modules: {
    ...BASE,
    "app/tsconfig.json": config("app", []),
    "app/main.ts": `import { secret } from "base/mod.js";\nexport const sum: number = secret;\n`,
  },
  "a path alias to what was built": {
    ...BASE,
    "app/tsconfig.json": config("app", [], { paths: { "#base/*": ["../out/base/*"] }, module: "preserve" }),
    "app/main.ts": `import { secret } from "#base/mod";\nexport const sum: number = secret;\n`,
  },
};

async function createSolution(files: Files): Promise<Project> {
  const projects = Object.keys(files).filter((name) => name.endsWith("/tsconfig.json"));
  const project = await createProject({
    ...files,
    "globals.d.ts": GLOBALS,
    "tsconfig.json": JSON.stringify({ files: [], references: projects.map((name) => ({ path: name.split("/")[0] })) }),
  });
  await symlink("../out/base", project.at("node_modules/base"), "dir");
  return project;
}

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
});
