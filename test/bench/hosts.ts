import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { follow } from "../src/following.ts";
import { createProject, type Project, root, tsconfig } from "../src/project.ts";
import { ratioOf } from "./builds.ts";
import { type Cost, measurePairs, median, runNode, summarize } from "./measure.ts";
import { formatDuration, type Row } from "./row.ts";
import { createSources, type Shape } from "./synthetic.ts";

const IMPORTSPY = path.join(root, "runtime/bin/importspy.cjs");
const NATIVE = path.join(root, "node_modules/typescript-7");

const NONE = { contracts: 0, importers: 0 };
const SOME = { contracts: 10, importers: 100 };
const MANY = { contracts: 200, importers: 1000 };

/** A bundle of all modules of a project; `with` has the plugin. */
const ESBUILD = `import { createRequire } from "node:module";
const { build } = createRequire(${JSON.stringify(import.meta.url)})("esbuild");
const plugins = process.argv[2] === "with" ? [(await import("@importspy/transformer/esbuild")).default()] : [];
await build({ entryPoints: ["src/main.ts"], bundle: true, outdir: "out", platform: "node", format: "esm", logLevel: "error", plugins });
`;

const VITE = `import { createRequire } from "node:module";
const { build } = createRequire(${JSON.stringify(import.meta.url)})("vite");
const plugins = process.argv[2] === "with" ? [(await import("@importspy/transformer/vite")).default()] : [];
await build({ configFile: false, logLevel: "error", plugins, build: { ssr: "src/main.ts", outDir: "out", minify: false } });
`;

async function createModules(shape: Shape, compiler?: string): Promise<Project> {
  const sources = createSources(shape);
  const imports = Object.keys(sources).map(
    (name) => `import ${JSON.stringify(name.replace(/^src/, ".").replace(/\.ts$/, ".js"))};`,
  );
  const project = await createProject({
    ...sources,
    // Nobody but their importers may import what is restricted.
    ...(!shape.restrictImporter && { "src/main.ts": `${imports.join("\n")}\n` }),
    "tsconfig.json": tsconfig({ lib: undefined, types: [], plugins: undefined }),
    "esbuild.mjs": ESBUILD,
    "vite.mjs": VITE,
  });
  if (compiler === undefined) return project;
  await rm(project.at("node_modules/typescript"));
  await symlink(compiler, project.at("node_modules/typescript"), "dir");
  return project;
}

/**
 * A script that runs TypeScript 7: its own command line puts it in the place of the process, which then cannot tell what it
 * used.
 */
async function startNative(args: readonly string[]): Promise<string> {
  const { default: getExePath } = (await import(path.join(NATIVE, "lib/getExePath.js"))) as { default(): string };
  const [command, given] = [getExePath(), args].map((each) => JSON.stringify(each));
  return `require("node:child_process").spawnSync(${command}, ${given}, { stdio: "inherit" })`;
}

/**
 * `importspy build` on TypeScript 7, beside that alone.
 *
 * @param isFirst - Nothing is known from a build before.
 */
function nativeRow(name: string, title: string, limit: number, shape: Shape, isFirst = false): Row {
  const which = isFirst ? ", the first" : "";
  return {
    name,
    title: `${title}, ${shape.files.toLocaleString("en")} files: importspy build on TypeScript 7${which} / its tsc alone`,
    limit,
    unit: "×",
    async measure({ runs, progress }) {
      const project = await createModules(shape, NATIVE);
      try {
        const start = await startNative([]);
        const rivals = {
          without: () => runNode(["--eval", start], project.folder),
          async with() {
            if (isFirst) await rm(project.at("node_modules/.cache"), { recursive: true, force: true });
            return runNode([IMPORTSPY, "build"], project.folder);
          },
        };
        return ratioOf(await measurePairs(Math.ceil(runs / (shape.files > 1000 ? 2 : 1)), rivals, progress));
      } finally {
        await project.remove();
      }
    },
  };
}

/** A build of a project of 1,000 files in which nothing has changed: `importspy build` on TypeScript 7, and that alone. */
function unchangedRow(name: string, args: readonly string[]): Row {
  return {
    name: `native-${name}-1000`,
    title: `10 contracts, 100 importers, 1,000 files, nothing changed: importspy build ${args.join(" ")} on TypeScript 7 − its tsc alone`,
    limit: 150,
    unit: "ms",
    async measure({ runs, progress }) {
      // Each has a `.tsbuildinfo` of its own.
      const shape = { files: 1000, ...SOME };
      const projects = [await createModules(shape, NATIVE), await createModules(shape, NATIVE)] as const;
      try {
        const [alone, ours] = projects;
        const tsc = await startNative(args);
        const build = () => runNode([IMPORTSPY, "build", ...args], ours.folder);
        // The one that finds that nothing has changed comes after the one that emits.
        await build();
        const rivals = { without: () => runNode(["--eval", tsc], alone.folder), with: build };
        const pairs = await measurePairs(runs, rivals, progress);
        const wall = (costs: readonly Cost[]) => formatDuration(median(costs.map((cost) => cost.wall)));
        const figure = summarize(pairs, "wall", (without, withGuards) => withGuards - without);
        return { without: wall(pairs.without), with: wall(pairs.with), ...figure, pairs: pairs.with.length };
      } finally {
        for (const project of projects) await project.remove();
      }
    },
  };
}

/** A compiler that watches a project. */
interface Watching extends AsyncDisposable {
  /** Edits a file; gives the milliseconds until the compiler says that it is done. */
  edit(fileName: string): Promise<number>;
}

async function startWatching(project: Project, command: string, args: readonly string[]): Promise<Watching> {
  const child = spawn(command, [...args, "--watch", "--preserveWatchOutput"], {
    cwd: project.folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const following = follow(child);
  const isDone = (output: string) => output.includes("Found 0 errors. Watching for file changes.");
  let edits = 0;
  const wait = async (milliseconds: number) => {
    const output = await following.until(isDone, milliseconds);
    if (child.exitCode !== null) throw new Error(output);
    return isDone(output);
  };
  const edit = async (fileName: string) => {
    const text = (await project.read(fileName)).replace(/\n\/\/ edit \d+\n$/, "");
    for (;;) {
      following.take();
      await writeFile(project.at(fileName), `${text}\n// edit ${++edits}\n`);
      const start = performance.now();
      // It says that it watches before it does: what it has missed is written once more.
      if (await wait(5_000)) return performance.now() - start;
    }
  };
  if (!(await wait(120_000))) throw new Error(following.take());
  return {
    edit,
    async [Symbol.asyncDispose]() {
      child.kill();
      await following.ended;
    },
  };
}

/** The first module behind those that have a contract. */
const PLAIN_FILE = "src/area0/module10.ts";

/** An edit of a file without a guard, while TypeScript 7 watches, and while `importspy build` does. */
const watchRow: Row = {
  name: "native-watch-1000",
  title:
    "10 contracts, 100 importers, 1,000 files: an edit of a file without a guard, until importspy build --watch on TypeScript 7 is done − its tsc alone",
  limit: 30,
  unit: "ms",
  async measure({ runs, progress }) {
    const { TMPDIR } = process.env;
    // TypeScript 7.0.2 sees no change in a folder that lies less deep.
    process.env.TMPDIR = await mkdtemp(path.join(os.tmpdir(), "importspy-deep-"));
    const shape = { files: 1000, ...SOME };
    const projects = [await createModules(shape, NATIVE), await createModules(shape, NATIVE)] as const;
    try {
      const { default: getExePath } = (await import(path.join(NATIVE, "lib/getExePath.js"))) as { default(): string };
      await using alone = await startWatching(projects[0], getExePath(), []);
      await using ours = await startWatching(projects[1], process.execPath, [IMPORTSPY, "build"]);
      const rival =
        ({ edit }: Watching) =>
        async () => ({ wall: await edit(PLAIN_FILE), cpu: 0 });
      const pairs = await measurePairs(runs * 3, { without: rival(alone), with: rival(ours) }, progress);
      const wall = (costs: readonly Cost[]) => formatDuration(median(costs.map((cost) => cost.wall)));
      const figure = summarize(pairs, "wall", (without, withGuards) => withGuards - without);
      return { without: wall(pairs.without), with: wall(pairs.with), ...figure, pairs: pairs.with.length };
    } finally {
      for (const project of projects) await project.remove();
      await rm(process.env.TMPDIR, { recursive: true, force: true });
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  },
};

/** A production build of a bundler with the plugin, and without. */
function bundlerRow(bundler: "esbuild" | "vite", title: string, unit: "ms" | "×", limit: number, shape: Shape): Row {
  const compare = unit === "ms" ? (a: number, b: number) => b - a : (a: number, b: number) => b / a;
  return {
    name: `${bundler}-${shape.contracts ? "some" : "none"}-1000`,
    title: `${title}, 1,000 modules: a build by ${bundler} with the plugin ${unit === "ms" ? "−" : "/"} without`,
    limit,
    unit,
    async measure({ runs, progress }) {
      const project = await createModules(shape);
      try {
        const build = (kind: string) => () => runNode([`${bundler}.mjs`, kind], project.folder);
        const pairs = await measurePairs(runs * 2, { without: build("without"), with: build("with") }, progress);
        const wall = (costs: readonly Cost[]) => formatDuration(median(costs.map((cost) => cost.wall)));
        const figure = summarize(pairs, "wall", compare);
        return { without: wall(pairs.without), with: wall(pairs.with), ...figure, pairs: pairs.with.length };
      } finally {
        await project.remove();
      }
    },
  };
}

/** What other hosts than tspc cost. */
export const hostRows: readonly Row[] = [
  nativeRow("native-none-1000", "no contract", 1.08, { files: 1000, ...NONE }),
  nativeRow("native-some-1000", "10 contracts, 100 importers", 1.2, { files: 1000, ...SOME }),
  nativeRow("native-first-1000", "10 contracts, 100 importers", 1.2, { files: 1000, ...SOME }, true),
  nativeRow("native-some-5000", "10 contracts, 100 importers", 1.15, { files: 5000, ...SOME }),
  nativeRow("native-many-5000", "200 contracts on `importer.module`, 1,000 importers", 1.3, {
    ...{ files: 5000, ...MANY, restrictImporter: "module" },
  }),
  nativeRow("native-exports-5000", "200 contracts on `importer.exports`, 1,000 importers", 1.8, {
    ...{ files: 5000, ...MANY, restrictImporter: "exports" },
  }),
  unchangedRow("incremental", ["--incremental"]),
  unchangedRow("b", ["-b"]),
  watchRow,
  bundlerRow("esbuild", "no contract", "ms", 40, { files: 1000, ...NONE }),
  bundlerRow("esbuild", "10 contracts, 100 importers", "ms", 400, { files: 1000, ...SOME }),
  bundlerRow("vite", "no contract", "×", 1.03, { files: 1000, ...NONE }),
  bundlerRow("vite", "10 contracts, 100 importers", "×", 1.15, { files: 1000, ...SOME }),
];
