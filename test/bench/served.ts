import { createProject, type Project, tsconfig } from "../src/project.ts";
import { median, runNode } from "./measure.ts";
import { type Figure, formatDuration, type Row } from "./row.ts";
import { createSources, environmentOf } from "./synthetic.ts";

const SERVED = { files: 1000, contracts: 10, importers: 100 };
const EDITS = 1000;
/** After so many edits nothing more is loaded for the first time. */
const WARM = 50;

/** Edits a module again and again, and prints the heap after some edits and after all. */
const SERVER = `import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import importspy from "@importspy/transformer/vite";
const { createServer } = createRequire(${JSON.stringify(import.meta.url)})("vite");
const [, , warm, edits, ...names] = process.argv;
const server = await createServer({
  configFile: false, logLevel: "silent", plugins: [importspy()], appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true },
});
const { ssr } = server.environments;
const heap = async () => {
  for (let round = 0; round < 3; round++) { await new Promise((done) => setTimeout(done, 50)); gc(); }
  return process.memoryUsage().heapUsed;
};
const all = [];
for (let edit = 1; edit <= Number(edits); edit++) {
  const name = names[edit % names.length];
  const file = resolve(name);
  const text = readFileSync(file, "utf8").replace(/\\n\\/\\/ edit \\d+\\n$/, "");
  writeFileSync(file, text + "\\n// edit " + edit + "\\n");
  server.watcher.emit("change", file);
  for (let round = 0; ; round++) {
    await new Promise((done) => setTimeout(done, 2));
    const { code } = (await ssr.transformRequest("/" + name)) ?? {};
    if (code?.includes("edit " + edit) || round > 500) break;
    if (round > 20) ssr.moduleGraph.invalidateAll();
  }
  if (edit === Number(warm) || edit === Number(edits)) all.push(await heap());
}
await server.close();
process.stdout.write(JSON.stringify(all));
`;

const memory: Row = {
  name: "vite-memory",
  title: `10 contracts, 100 importers, 1,000 modules: heap of Vite's dev server after ${EDITS} edits / after ${WARM}`,
  limit: 1.05,
  unit: "×",
  async measure({ progress }) {
    const sources = createSources(SERVED);
    const project = await createProject({
      ...sources,
      "server.mjs": SERVER,
      "tsconfig.json": tsconfig({ lib: undefined, types: [], plugins: undefined }),
    });
    try {
      // Contracted modules, importers and others.
      const edited = Object.keys(sources).filter((_, index) => index < 5 || index % 100 === 0);
      const args = ["--expose-gc", "server.mjs", String(WARM), String(EDITS), ...edited];
      const { stdout } = await runNode(args, project.folder, environmentOf(SERVED));
      const [warm = 0, last = 0] = JSON.parse(stdout) as number[];
      progress(`${(last / warm).toFixed(3)}`);
      const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
      return { without: megabytes(warm), with: megabytes(last), value: last / warm };
    } finally {
      await project.remove();
    }
  },
};

/**
 * Serves a page of all modules, then edits a module that has nothing to do with contracts, then one that may have a
 * contract, and prints how many milliseconds each took: the page from the start of the process.
 */
const PAGE = `import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
const { createServer } = createRequire(${JSON.stringify(import.meta.url)})("vite");
const [, , kind, edited, contracted] = process.argv;
const plugins = kind === "with" ? [(await import("@importspy/transformer/vite")).default({ target: "any" })] : [];
const server = await createServer({
  configFile: false, logLevel: "silent", plugins, appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true },
});
const { client } = server.environments;
let told = () => {};
client.hot.send = () => told();
const load = async (urls) => {
  const seen = new Set(urls);
  const visit = async (url) => {
    await client.transformRequest(url);
    const { importedModules } = await client.moduleGraph.getModuleByUrl(url);
    const missing = [...importedModules].filter((each) => !each.transformResult);
    const next = missing.map((each) => each.url).filter((each) => !seen.has(each));
    for (const each of next) seen.add(each);
    await Promise.all(next.map(visit));
  };
  await Promise.all(urls.map(visit));
};
await load(["/src/main.ts"]);
const page = performance.now();
/** The median of some edits, each until all that changed by it is served again. */
const edit = async (name, change) => {
  const times = [];
  for (let round = 0; round < 9; round++) {
    const file = resolve(name);
    writeFileSync(file, change(readFileSync(file, "utf8"), round));
    const start = performance.now();
    const isTold = new Promise((done) => (told = done));
    server.watcher.emit("change", file);
    await isTold;
    const nodes = [...client.moduleGraph.idToModuleMap.values()];
    await load(nodes.filter((each) => !each.transformResult).map((each) => each.url));
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[4];
};
const plain = await edit(edited, (text, round) => text.split("// edit")[0] + "// edit " + round);
const contract = await edit(contracted, (text, round) => text.replace(/node: ">=[0-9]+/, 'node: ">=' + (10 + round)));
await server.close();
process.stdout.write(JSON.stringify({ page, plain, contract }));
`;

/** What a server took for a page and for edits. */
interface Served {
  readonly page: number;
  readonly plain: number;
  readonly contract: number;
}

function createPage(shape: typeof SERVED): Promise<Project> {
  const sources = createSources(shape);
  const imports = Object.keys(sources).map((name) => `import ${JSON.stringify(name.replace(/^src/, "."))};`);
  return createProject({
    ...sources,
    "src/main.ts": `${imports.join("\n")}\n`,
    "page.mjs": PAGE,
    "tsconfig.json": tsconfig({
      lib: undefined,
      types: [],
      plugins: undefined,
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      noEmit: true,
    }),
  });
}

/** A row of what servers take, with the plugin and without; each pair one after the other. */
function servedRow(
  name: string,
  title: string,
  limit: number,
  unit: Row["unit"],
  shape: typeof SERVED,
  compare: (
    without: Served,
    withGuards: Served,
  ) => { readonly parts: readonly [number, number]; readonly value: number },
): Row {
  return {
    name,
    title,
    limit,
    unit,
    async measure({ runs, progress }): Promise<Figure> {
      const project = await createPage(shape);
      try {
        const names = Object.keys(createSources(shape));
        const serve = async (kind: string) => {
          const { stdout } = await runNode(["page.mjs", kind, names.at(-2)!, names[0]!], project.folder);
          return JSON.parse(stdout) as Served;
        };
        await serve("with");
        const found: ReturnType<typeof compare>[] = [];
        for (let run = 0; run < runs; run++) {
          found.push(compare(await serve("without"), await serve("with")));
          progress(`${run + 1}/${runs} ${found[run]!.value.toFixed(3)}`);
        }
        const partOf = (index: 0 | 1) => formatDuration(median(found.map(({ parts }) => parts[index])));
        return { without: partOf(0), with: partOf(1), value: median(found.map(({ value }) => value)), pairs: runs };
      } finally {
        await project.remove();
      }
    },
  };
}

const ratio = (part: keyof Served) => (a: Served, b: Served) => ({
  parts: [a[part], b[part]] as const,
  value: b[part] / a[part],
});
const difference = (part: keyof Served) => (a: Served, b: Served) => ({
  parts: [a[part], b[part]] as const,
  value: b[part] - a[part],
});
const SHAPE = "10 contracts, 100 importers, 1,000 modules";
const NONE = { ...SERVED, contracts: 0, importers: 0 };

/** What Vite's dev server costs. */
export const servedRows: readonly Row[] = [
  memory,
  servedRow(
    "vite-dev-none-1000",
    "no contract, 1,000 modules: Vite's dev server until its first page is loaded with the plugin / without",
    1.03,
    "×",
    NONE,
    ratio("page"),
  ),
  servedRow(
    "vite-dev-some-1000",
    `${SHAPE}: Vite's dev server until its first page is loaded with the plugin / without`,
    1.2,
    "×",
    SERVED,
    ratio("page"),
  ),
  servedRow(
    "vite-dev-edit",
    `${SHAPE}: an edit of a module without a guard, until it is served with the plugin − without`,
    5,
    "ms",
    SERVED,
    difference("plain"),
  ),
  servedRow(
    "vite-dev-contract",
    `${SHAPE}: a contract that changes, until its importers are judged and served again − without`,
    300,
    "ms",
    SERVED,
    difference("contract"),
  ),
];
