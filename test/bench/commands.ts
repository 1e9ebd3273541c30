import path from "node:path";
import { root } from "../src/project.ts";
import { createSyntheticProject, PLAIN, ratioOf, TSC, TSPC } from "./builds.ts";
import { type Cost, measurePairs, median, runNode } from "./measure.ts";
import { type Figure, formatDuration, type Row, type RowOptions } from "./row.ts";
import { environmentOf, type Shape } from "./synthetic.ts";

const IMPORTSPY = path.join(root, "runtime/bin/importspy.cjs");

function hasCommand(command: string): Promise<boolean> {
  return runNode([IMPORTSPY, command, "--help"], root).then(
    () => true,
    () => false,
  );
}

const SHAPE: Shape = { files: 1000, contracts: 10, importers: 100 };

const build: Row = {
  name: "importspy-build",
  title: "10 contracts, 100 importers, 1,000 files: importspy build / tsc without any plugin",
  limit: 1.05,
  unit: "×",
  async measure({ runs, progress }) {
    if (!(await hasCommand("build"))) return undefined;
    const project = await createSyntheticProject(SHAPE);
    try {
      return ratioOf(
        await measurePairs(
          // Single pairs differ by a tenth either way, twice as much as the limit allows for.
          runs * 3,
          {
            without: () => runNode([TSC, "-p", PLAIN], project.folder),
            with: () => runNode([IMPORTSPY, "build", "-p", "tsconfig.json"], project.folder),
          },
          progress,
        ),
      );
    } finally {
      await project.remove();
    }
  },
};

/** Measures a command on the output of a build, beside a Node process that does nothing. */
async function measureOnOutput(args: readonly string[], shape: Shape, { runs, progress }: RowOptions): Promise<Figure> {
  const project = await createSyntheticProject(shape);
  try {
    await runNode([TSPC, "-p", "tsconfig.json"], project.folder);
    const env = environmentOf(shape);
    const rivals = {
      without: () => runNode(["--eval", ""], project.folder, env),
      with: () => runNode([IMPORTSPY, ...args], project.folder, env),
    };
    const pairs = await measurePairs(runs, rivals, progress);
    const wall = (costs: readonly Cost[]) => median(costs.map((cost) => cost.wall));
    return {
      without: formatDuration(wall(pairs.without)),
      with: formatDuration(wall(pairs.with)),
      value: wall(pairs.with),
      pairs: runs,
    };
  } finally {
    await project.remove();
  }
}

const check: Row = {
  name: "importspy-check",
  title: "100 contracts: importspy check (without: a Node.js process that does nothing)",
  limit: 150,
  unit: "ms",
  async measure(options) {
    if (!(await hasCommand("check"))) return undefined;
    return measureOnOutput(["check", "dist"], { files: 200, contracts: 100, importers: 100 }, options);
  },
};

const verify: Row = {
  name: "importspy-verify",
  title: "5,000 emitted files: importspy verify (without: a Node.js process that does nothing)",
  limit: 3,
  unit: "s",
  async measure(options) {
    if (!(await hasCommand("verify"))) return undefined;
    const figure = await measureOnOutput(["verify", "dist"], { ...SHAPE, files: 5000 }, options);
    return { ...figure, value: figure.value / 1000 };
  },
};

/** What reads all contracts of a large output, and who imports them. */
const overTime = (command: string, args: readonly string[]): Row => ({
  name: `importspy-${command}`,
  title: `5,000 files, 200 contracts, 1,000 importers: importspy ${command} (without: a Node.js process that does nothing)`,
  limit: 2,
  unit: "s",
  async measure(options) {
    if (!(await hasCommand(command))) return undefined;
    const figure = await measureOnOutput([command, ...args], { files: 5000, contracts: 200, importers: 1000 }, options);
    return { ...figure, value: figure.value / 1000 };
  },
});

const manyContracts: Row = {
  name: "importspy-check-many",
  title: "1,000 contracts: importspy check (without: a Node.js process that does nothing)",
  limit: 300,
  unit: "ms",
  async measure(options) {
    if (!(await hasCommand("check"))) return undefined;
    return measureOnOutput(["check", "dist"], { files: 1000, contracts: 1000, importers: 0 }, options);
  },
};

/** What the command line costs. */
export const commandRows: readonly Row[] = [
  build,
  check,
  manyContracts,
  verify,
  overTime("lock", ["dist"]),
  overTime("diff", ["dist", "dist"]),
  overTime("graph", ["dist", "-o", "contracts.html"]),
];
