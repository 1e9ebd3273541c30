import { createProject, tsconfig } from "../src/project.ts";
import { runNode } from "./measure.ts";
import type { Row } from "./row.ts";
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

/** What Vite's dev server costs. */
export const servedRows: readonly Row[] = [memory];
