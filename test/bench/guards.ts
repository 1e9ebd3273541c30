import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { createProject, type Files, type Project, root, run, tsconfig } from "../src/project.ts";
import { ENVIRONMENT, TEN_VARIABLES } from "../src/variables.ts";
import { PLAIN, TSPC } from "./builds.ts";
import { measurePairs, median, runNode, summarize } from "./measure.ts";
import { formatDuration, type Row } from "./row.ts";

/** Loads one of the two outputs and tells how long that took. */
const START = `
Object.assign(process.env, ${JSON.stringify(ENVIRONMENT)});
const start = performance.now();
await import(process.argv[2]);
console.log(performance.now() - start);
`;

/** Judges once, then times guards of further importers, as their sidecars would call them. */
const LATER_IMPORTERS = `
import { readFileSync } from "node:fs";
Object.assign(process.env, ${JSON.stringify(ENVIRONMENT)});
await import("./dist/main.js");
const { guard } = await import("importspy/dist/guard.mjs");
const importer = { module: "src/main.ts", package: "app" };
const [moments] = [...readFileSync("dist/main.importspy.js", "utf8").matchAll(/^(\\[.*\\]),$/gm)].map(([, json]) => JSON.parse(json));
const batch = () => {
  const start = performance.now();
  for (let index = 0; index < 10_000; index++) guard(importer, moments)(0)();
  return (performance.now() - start) / 10_000;
};
for (let index = 0; index < 5; index++) batch();
const batches = Array.from({ length: 31 }, batch).sort((a, b) => a - b);
console.log(batches[15]);
`;

const SOURCES: Files = {
  "src/main.ts": 'import { charge } from "./payments.js";\n\nexport const charged = charge(1999);\n',
  "src/payments.ts": `/**
 * @importspy {
 *   os: "linux" | "darwin" | "win32";
 *   arch: "x64" | "arm64";
 *   runtime: { node: ">=20" };
 *   env: {${TEN_VARIABLES}
 *   };
 * }
 */
export function charge(cents: number): string {
  return \`charged \${cents} cents\`;
}
`,
  "start.mjs": START,
  "later-importers.mjs": LATER_IMPORTERS,
  "tsconfig.json": tsconfig(),
  [PLAIN]: tsconfig({ outDir: "dist-plain", plugins: undefined }),
};

async function withPayments<T>(use: (project: Project) => Promise<T>): Promise<T> {
  const project = await createProject(SOURCES);
  try {
    for (const config of ["tsconfig.json", PLAIN]) await runNode([TSPC, "-p", config], project.folder);
    return await use(project);
  } finally {
    await project.remove();
  }
}

const coldImport: Row = {
  name: "cold-import",
  title: "first guarded import (10 variables, os, arch, runtime) − the same import unguarded",
  limit: 4,
  unit: "ms",
  measure: ({ runs, progress }) =>
    withPayments(async (project) => {
      const load = (file: string) => async () => {
        const { cpu, stdout } = await runNode(["start.mjs", file], project.folder);
        return { wall: Number(stdout), cpu };
      };
      const rivals = { without: load("./dist-plain/main.js"), with: load("./dist/main.js") };
      const pairs = await measurePairs(runs * 3, rivals, progress);
      return {
        without: formatDuration(median(pairs.without.map(({ wall }) => wall))),
        with: formatDuration(median(pairs.with.map(({ wall }) => wall))),
        ...summarize(pairs, "wall", (without, ours) => ours - without),
        pairs: pairs.with.length,
      };
    }),
};

const laterImporter: Row = {
  name: "later-importer",
  title: "guard of an importer of a contract already judged",
  limit: 200,
  unit: "ns",
  measure: ({ runs, progress }) =>
    withPayments(async (project) => {
      const values: number[] = [];
      for (let index = 0; index < runs; index++) {
        values.push(Number((await runNode(["later-importers.mjs"], project.folder)).stdout));
        progress(`${index + 1}/${runs} ${formatDuration(values[index]!)}`);
      }
      return { with: formatDuration(median(values)), value: median(values) * 1e6, pairs: runs };
    }),
};

const bundle: Row = {
  name: "bundle",
  title: "esbuild bundle of that program, minified and gzipped",
  limit: 3,
  unit: "kB",
  measure: () =>
    withPayments(async (project) => {
      const sizeOf = async (entry: string) => {
        const options = { bundle: true, minify: true, platform: "node", format: "esm", write: false } as const;
        const { outputFiles } = await build({ ...options, entryPoints: [project.at(entry)] });
        return gzipSync(outputFiles[0]!.contents).length / 1000;
      };
      const [without, ours] = [await sizeOf("dist-plain/main.js"), await sizeOf("dist/main.js")];
      return { without: `${without.toFixed(1)} kB`, with: `${ours.toFixed(1)} kB`, value: ours };
    }),
};

async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const install: Row = {
  name: "install",
  title: "files of a production install",
  limit: 400,
  unit: "kB",
  async measure() {
    const project = await createProject();
    try {
      const npm = async (args: readonly string[], cwd: string) => {
        const { code, stdout, stderr } = await run("npm", args, { cwd });
        if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with ${code}\n${stderr}`);
        return stdout.trim();
      };
      const tarball = await npm(["pack", "--silent", "--pack-destination", project.folder], path.join(root, "runtime"));
      await project.write({ "installed/package.json": '{ "name": "installed", "private": true }' });
      await npm(["install", "--omit=dev", "--offline", "--no-audit", project.at(tarball)], project.at("installed"));
      const size = (await folderSize(project.at("installed/node_modules"))) / 1000;
      return { with: `${size.toFixed(0)} kB`, value: size };
    } finally {
      await project.remove();
    }
  },
};

/** What a guarded program pays when it runs, and what it weighs. */
export const runtimeRows: readonly Row[] = [coldImport, laterImporter, bundle, install];
