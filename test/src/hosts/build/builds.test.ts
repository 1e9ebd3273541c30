/**
 * Every build mode, through the life of a contract: added, changed, changed by a far type, broken, fixed, removed.
 * After each step the output is run. What a mode does not emit must stay as it was.
 *
 * @module
 */
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { createProject, type Project, tsconfig } from "../../project.ts";
import { overwrite, watch } from "../../watch.ts";

interface Mode {
  readonly args: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
  /** Gives the contracted module and the importer a project each. */
  readonly references?: boolean;
  /** What is emitted; by default everything, with errors or without. */
  readonly emits?: "everything unless broken" | "declarations" | "nothing";
  /** Each build is a process. */
  readonly isProcess?: boolean;
  /** Knows what it built last, so that it writes nothing when nothing changed. */
  readonly remembers?: boolean;
  /** tsc's exit code when there is an error. */
  readonly exit?: number;
}

const modes: Readonly<Record<string, Mode>> = {
  plain: { args: ["-p", "."], exit: 2 },
  "isolatedModules, verbatimModuleSyntax, removeComments, declaration and maps": {
    args: ["-p", "."],
    options: {
      isolatedModules: true,
      verbatimModuleSyntax: true,
      removeComments: true,
      declaration: true,
      declarationMap: true,
      sourceMap: true,
    },
    exit: 2,
  },
  incremental: { args: ["-p", "."], options: { incremental: true }, remembers: true, exit: 2 },
  composite: { args: ["-p", "."], options: { composite: true }, remembers: true, exit: 2 },
  noEmitOnError: { args: ["-p", "."], options: { noEmitOnError: true }, emits: "everything unless broken", exit: 1 },
  "incremental and noEmitOnError": {
    args: ["-p", "."],
    options: { incremental: true, noEmitOnError: true },
    emits: "everything unless broken",
    remembers: true,
    exit: 1,
  },
  noEmit: { args: ["-p", ".", "--noEmit"], emits: "nothing", exit: 2 },
  "incremental and noEmit": { args: ["-p", ".", "--incremental", "--noEmit"], emits: "nothing", exit: 2 },
  emitDeclarationOnly: {
    args: ["-p", "."],
    options: { incremental: true, declaration: true, emitDeclarationOnly: true },
    emits: "declarations",
    remembers: true,
    exit: 2,
  },
  "-b": { args: ["-b"], remembers: true, exit: 1 },
  "-b and noEmit": { args: ["-b", "--noEmit"], emits: "nothing", exit: 1 },
  "-b and references": { args: ["-b"], references: true, isProcess: true, remembers: true, exit: 2 },
  "--watch": { args: ["-p", ".", "--watch"], remembers: true },
  "-b, --watch and references": { args: ["-b", "--watch"], references: true, remembers: true },
};

const PAYMENTS = "src/core/payments.ts";
const LIMITS = "src/core/limits.ts";

/** `Level` is used nowhere but in the contract, which `noUnusedLocals` must know. */
const contracted = (contract: string) => `${contract}
import type { Level } from "./types.js";
export const pay = () => "paid";
`;
const uncontracted = `export const pay = () => "paid";\n`;

interface Step {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** Values of the variable `LOG` that the module can be imported with, and with which it cannot. */
  readonly admits: readonly string[];
  readonly refuses: readonly string[];
  readonly sidecars: boolean;
  readonly diagnostic?: string;
  /** Build once more after this step: nothing may be written. */
  readonly upToDate?: boolean;
}

const life: readonly Step[] = [
  {
    name: "without a contract",
    file: PAYMENTS,
    text: uncontracted,
    admits: ["none"],
    refuses: [],
    sidecars: false,
  },
  {
    name: "added",
    file: PAYMENTS,
    text: contracted("/** @importspy { env: { LOG: Level } } */"),
    admits: ["debug"],
    refuses: ["warn"],
    sidecars: true,
  },
  {
    name: "far type changed",
    file: LIMITS,
    text: `export type Level = "info" | "warn";\n`,
    admits: ["warn"],
    refuses: ["debug"],
    sidecars: true,
    upToDate: true,
  },
  {
    name: "changed",
    file: PAYMENTS,
    text: contracted(`/** @importspy { env: { LOG: Level | "trace" } } */`),
    admits: ["trace"],
    refuses: ["debug"],
    sidecars: true,
  },
  {
    name: "broken",
    file: PAYMENTS,
    text: contracted("/** @importspy { environment: { LOG: Level } } */"),
    admits: [],
    refuses: ["trace"],
    sidecars: true,
    diagnostic: `${PAYMENTS}(1,18): error TS87204: A contract has no field 'environment'`,
  },
  {
    name: "fixed",
    file: PAYMENTS,
    text: contracted("/** @importspy { env: { LOG: Level } } */"),
    admits: ["warn"],
    refuses: ["trace"],
    sidecars: true,
  },
  {
    name: "broken by a far type",
    file: LIMITS,
    text: "export type Level = () => void;\n",
    admits: [],
    refuses: ["warn"],
    sidecars: true,
    diagnostic: `${PAYMENTS}(1,30): error TS87212: The variable 'LOG' cannot have the type`,
  },
  {
    name: "removed",
    file: PAYMENTS,
    text: uncontracted,
    admits: ["none"],
    refuses: [],
    sidecars: false,
  },
];

function createModeProject({ options = {}, references = false }: Mode): Promise<Project> {
  const base = { types: [], lib: ["es2022"], noUnusedLocals: true, ...options };
  const composite = { ...base, composite: true, rootDir: "..", outDir: "../../dist" };
  return createProject({
    ...(references
      ? {
          "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "src/app" }] }),
          "src/core/tsconfig.json": tsconfig(
            { ...composite, tsBuildInfoFile: "../../core.tsbuildinfo" },
            { include: ["."] },
          ),
          "src/app/tsconfig.json": tsconfig(
            { ...composite, tsBuildInfoFile: "../../app.tsbuildinfo" },
            { include: ["."], references: [{ path: "../core" }] },
          ),
        }
      : { "tsconfig.json": tsconfig(base) }),
    [PAYMENTS]: life[0]!.text,
    [LIMITS]: `export type Level = "debug" | "info";\n`,
    "src/core/types.ts": `export type { Level } from "./limits.js";\n`,
    "src/app/main.ts": `import { pay } from "../core/payments.js";\nconsole.log(pay());\n`,
    "src/app/console.d.ts": "declare const console: { log(...values: unknown[]): void };\n",
  });
}

async function emittedNames(project: Project): Promise<string[]> {
  return (await project.list()).filter((name) => name.startsWith("dist/") && !name.endsWith(".tsbuildinfo"));
}

/** All that builds write: what is in it, and when it was written. */
async function stateOf(project: Project): Promise<Record<string, { text: string; written: bigint }>> {
  const names = (await project.list()).filter((name) => name.startsWith("dist/") || name.endsWith(".tsbuildinfo"));
  const entries = names.map(async (name) => {
    const { mtimeNs } = await stat(project.at(name), { bigint: true });
    return [name, { text: await project.read(name), written: mtimeNs }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function checkOutput(project: Project, step: Step): Promise<void> {
  const run = async (log: string) => {
    const { code, stdout, stderr } = await project.node(["dist/app/main.js"], { env: { LOG: log } });
    return code === 0 ? stdout : (/src\/.* may not (be loaded|import src\/\S+)/.exec(stderr)?.[0] ?? stderr);
  };
  const refusal = step.diagnostic
    ? `${PAYMENTS}: its contract has errors, so it may not be loaded`
    : `src/app/main.ts:1 may not import ${PAYMENTS}:`;
  for (const log of step.admits) assert.equal(await run(log), "paid\n", `LOG=${log}`);
  for (const log of step.refuses) assert.equal(await run(log), refusal, `LOG=${log}`);
  const sidecars = (await project.list("dist")).filter((name) => name.includes("importspy"));
  const expected = ["dist/app/main.importspy.js", "dist/core/payments.importspy.js"];
  assert.deepEqual(sidecars, step.sidecars ? expected : []);
}

/** Builds once and returns what was printed and, where the process ended, its exit code. */
type Build = () => Promise<{ printed: string; code?: number | null }>;

/** What the build of a step must have printed and left behind. Returns the step whose output is there now. */
async function checkStep(
  project: Project,
  mode: Mode,
  step: Step,
  emitted: Step,
  { printed, code }: Awaited<ReturnType<Build>>,
): Promise<Step> {
  if (step.diagnostic) assert.ok(printed.includes(step.diagnostic), printed);
  else assert.doesNotMatch(printed, /error TS/);
  if (code !== undefined) assert.equal(code, step.diagnostic ? mode.exit : 0, printed);
  if (mode.emits === "nothing") assert.deepEqual(await emittedNames(project), []);
  else if (mode.emits === "declarations") {
    assert.ok((await emittedNames(project)).every((name) => name.endsWith(".d.ts")));
  } else {
    const current = !step.diagnostic || !mode.emits ? step : emitted;
    await checkOutput(project, current);
    return current;
  }
  return emitted;
}

async function live(project: Project, mode: Mode, build: Build): Promise<void> {
  const isWatching = mode.args.includes("--watch");
  let emitted = life[0]!;
  for (const [index, step] of life.entries()) {
    // `-b --watch` says that it watches before it does (TypeScript starts watching after its report), and may read a
    // file before the event of its last write: then a second write is what it needs.
    for (let tries = isWatching ? 3 : 1; tries; tries--) {
      if (index) await overwrite(project.at(step.file), step.text);
      const built = await build();
      try {
        emitted = await checkStep(project, mode, step, emitted, built);
        break;
      } catch (error) {
        if (tries > 1) continue;
        throw new Error(`${step.name}: ${(error as Error).message}\n${built.printed}`, { cause: error });
      }
    }
    if (step.upToDate) await checkUpToDate(project, mode, build);
  }
}

/** Nothing changed. Without memory the mode writes the same again. */
async function checkUpToDate(project: Project, mode: Mode, build: Build): Promise<void> {
  const before = await stateOf(project);
  // A watching compiler looks again when a file is written again, though with the same text.
  if (mode.args.includes("--watch")) await overwrite(project.at(LIMITS), await project.read(LIMITS));
  await build();
  const after = await stateOf(project);
  const what = mode.remembers ? "written" : "text";
  const changed = Object.keys({ ...before, ...after }).filter((name) => before[name]?.[what] !== after[name]?.[what]);
  // What a touched file means to the bookkeeping of a watching compiler is its own affair.
  assert.deepEqual(
    mode.args.includes("--watch") ? changed.filter((name) => !name.endsWith(".tsbuildinfo")) : changed,
    [],
  );
}

describe("builds", { concurrency: os.availableParallelism() }, () => {
  for (const [name, mode] of Object.entries(modes)) {
    it(name, async () => {
      const project = await createModeProject(mode);
      try {
        if (mode.args.includes("--watch")) {
          await using watcher = watch(project, mode.args);
          await live(project, mode, async () => ({ printed: await watcher.settled() }));
        } else {
          await live(project, mode, async () => {
            const { code, stdout, stderr } = await (mode.isProcess
              ? project.tspcProcess(mode.args)
              : project.tspc(mode.args));
            return { code, printed: stdout + stderr };
          });
        }
      } finally {
        await project.remove();
      }
    });
  }
});
