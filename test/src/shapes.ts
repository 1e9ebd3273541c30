/**
 * Solutions in which `base` has a module with a contract, `mid` exports it again, and `app` imports it.
 *
 * @module
 */
import { symlink } from "node:fs/promises";
import { createProject, type Files, type Project } from "./project.ts";
import { GLOBALS } from "./solution.ts";

export const plain = "export const secret = 1;\n";
export const only = (folder: string) =>
  `/** @importspy { importer: { package: "app"; module: \`${folder}/\${string}\` } } Only ${folder}. */\n${plain}`;
export const asks = (level: string) => `/** @importspy { env: { LEVEL: ${JSON.stringify(level)} } } */\n${plain}`;

/** The configuration of a project; `undefined` removes an option. */
export function config(
  name: string,
  references: readonly string[],
  options: Record<string, unknown> = {},
  rest = {},
): string {
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

export const BASE = { "base/tsconfig.json": config("base", []), "base/mod.ts": plain };
export const MID = {
  "mid/tsconfig.json": config("mid", ["base"]),
  "mid/index.ts": `export { secret } from "../base/mod.js";\n`,
};
const APP = {
  "app/tsconfig.json": config("app", ["mid"]),
  "app/main.ts": `import { secret } from "../mid/index.js";\nexport const sum: number = secret;\n`,
};
export const DIRECT = {
  ...APP,
  "app/main.ts": `import { secret } from "../base/mod.js";\nexport const sum: number = secret;\n`,
};
/** Needs something of `base`, but not the module with the contract. */
const APART = { ...MID, "base/other.ts": "export const other = 2;\n", "mid/index.ts": "export const mid = 2;\n" };

const CONTAINER = { compilerOptions: { composite: true }, files: [], references: [{ path: "../base" }] };

/** Solutions, by what is special about them. */
export const SHAPES: Readonly<Record<string, Files>> = {
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
  "a reference to a project without imports of it": { ...BASE, ...APART, ...DIRECT },
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
export const UNSEEN: Readonly<Record<string, Files>> = {
  "a container": {
    ...BASE,
    "box/tsconfig.json": JSON.stringify(CONTAINER),
    ...DIRECT,
    "app/tsconfig.json": config("app", ["box"]),
  },
  "a container, referenced by a project": {
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

/** Writes a solution to a new folder. `base` can be imported from `node_modules`, as what was built of it. */
export async function createSolution(files: Files): Promise<Project> {
  const projects = Object.keys(files).filter((name) => name.endsWith("/tsconfig.json"));
  const project = await createProject({
    ...files,
    "globals.d.ts": GLOBALS,
    "tsconfig.json": JSON.stringify({ files: [], references: projects.map((name) => ({ path: name.split("/")[0] })) }),
  });
  await symlink("../out/base", project.at("node_modules/base"), "dir");
  return project;
}
