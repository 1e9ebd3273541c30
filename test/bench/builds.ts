import path from "node:path";
import { createProject, type Project, root, tsconfig } from "../src/project.ts";
import { type Cost, measurePairs, median, type Pairs, runNode, summarize } from "./measure.ts";
import { type Figure, formatDuration, type Row } from "./row.ts";
import { createSources, type Shape } from "./synthetic.ts";

export const TSPC = path.join(root, "node_modules/ts-patch/bin/tspc.js");
export const TSC = path.join(root, "node_modules/typescript/bin/tsc");

/** The configuration without the plugin; both write to folders of their own. */
export const PLAIN = "tsconfig.plain.json";

/** A project that can be built with the plugin and without. */
export function createSyntheticProject(shape: Shape): Promise<Project> {
  return createProject({
    ...createSources(shape),
    "tsconfig.json": tsconfig({ outDir: "dist", lib: undefined }),
    [PLAIN]: tsconfig({ outDir: "dist-plain", lib: undefined, plugins: undefined }),
  });
}

/** The figure of two durations. */
export function ratioOf(pairs: Pairs): Figure {
  const wall = (costs: readonly Cost[]) => formatDuration(median(costs.map((cost) => cost.wall)));
  const ratio = (kind: keyof Cost) => summarize(pairs, kind, (without, ours) => ours / without);
  return {
    without: wall(pairs.without),
    with: wall(pairs.with),
    ...ratio("wall"),
    cpu: ratio("cpu").value,
    pairs: pairs.with.length,
  };
}

function buildRow(name: string, title: string, limit: number, shape: Shape): Row {
  return {
    name,
    title: `${title}, ${shape.files.toLocaleString("en")} files: tspc with the plugin / without`,
    limit,
    unit: "×",
    async measure({ runs, progress }) {
      const project = await createSyntheticProject(shape);
      try {
        const build = (config: string) => () => runNode([TSPC, "-p", config], project.folder);
        const pairs = Math.ceil(runs / (shape.files > 1000 ? 2 : 1));
        return ratioOf(await measurePairs(pairs, { without: build(PLAIN), with: build("tsconfig.json") }, progress));
      } finally {
        await project.remove();
      }
    },
  };
}

const NONE = { contracts: 0, importers: 0 };
const SOME = { contracts: 10, importers: 100 };

/** What the plugin adds to a build by ts-patch's compiler. */
export const buildRows: readonly Row[] = [
  buildRow("none-1000", "no contract", 1.03, { files: 1000, ...NONE }),
  buildRow("none-5000", "no contract", 1.03, { files: 5000, ...NONE }),
  buildRow("some-1000", "10 contracts, 100 importers", 1.1, { files: 1000, ...SOME }),
  buildRow("some-5000", "10 contracts, 100 importers", 1.1, { files: 5000, ...SOME }),
  buildRow("many-5000", "200 contracts on `importer`, 1,000 importers", 1.15, {
    files: 5000,
    contracts: 200,
    importers: 1000,
    restrictImporter: "module",
  }),
];
