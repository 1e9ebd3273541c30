/**
 * Solutions made by chance, edited by chance: after each edit every kind of incremental build must leave what a build
 * from nothing leaves, and say what that says. `GRAPHS=20:80` builds those with these numbers.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { describe, it } from "node:test";
import type { Built } from "../../compilers.ts";
import { createChance, createGraph, createSolution, edit, filesOf, type Graph } from "../../graphs.ts";
import type { Files, Project } from "../../project.ts";
import { build, diagnosticsIn, type Host, outputsOf, timesOf, type WatchingBuild, watchBuild } from "../../solution.ts";

interface Options {
  readonly compiler?: Readonly<Record<string, unknown>>;
  readonly build?: readonly string[];
  /** What has errors is not emitted, so that what depends on it can only be compared when there are none. */
  readonly stopsAtErrors?: boolean;
}

const OPTIONS: readonly Options[] = [
  {},
  { compiler: { isolatedDeclarations: true, removeComments: true, declarationDir: "out/types" } },
  { compiler: { noCheck: true } },
  { compiler: { assumeChangesOnlyAffectDirectDependencies: true } },
  { compiler: { noEmitOnError: true }, stopsAtErrors: true },
  { compiler: { emitDeclarationOnly: true } },
  { compiler: { declarationMap: true, sourceMap: true, verbatimModuleSyntax: true, isolatedModules: true } },
  { build: ["--stopBuildOnErrors"], stopsAtErrors: true },
];

/** A way to build a solution again and again. */
interface Mode {
  /** Builds after files were changed; the first time there was no build before. */
  run(project: Project, graph: Graph, options: Options, changed: Files): Promise<Built>;
  /** Whether TypeScript has to find every project by its references alone. */
  readonly needsReferences?: boolean;
  /** Whether it can print a diagnostic twice. */
  readonly repeats?: boolean;
  /** Whether nothing is done when nothing changed. */
  readonly remembers?: boolean;
}

const together = (host: Host, more: Partial<Mode> = {}): Mode => ({
  remembers: true,
  ...more,
  async run(project, _, options, changed) {
    await project.write(changed);
    return build(project, host, ["-b", ".", ...(options.build ?? [])]);
  },
});

/** One project after the other, as tools for monorepos do. */
const apart = (host: Host, argument: "-b" | "-p"): Mode => ({
  repeats: true,
  remembers: argument === "-b",
  async run(project, { projects }, options, changed) {
    await project.write(changed);
    const all: Built[] = [];
    for (const { name } of projects) {
      all.push(await build(project, host, [argument, name, ...(argument === "-b" ? (options.build ?? []) : [])]));
    }
    return { printed: all.map(({ printed }) => printed).join("\n"), code: Math.max(...all.map(({ code }) => code)) };
  },
});

const watching = (host: Host, more: Partial<Mode> = {}): Mode & AsyncDisposable => {
  let started: WatchingBuild | undefined;
  return {
    repeats: true,
    ...more,
    async run(project, _, __, changed) {
      if (started) return started.write(changed);
      await project.write(changed);
      const watching = await watchBuild(project, host);
      started = watching;
      return watching.first;
    },
    async [Symbol.asyncDispose]() {
      started?.close();
    },
  };
};

const createModes = (): Readonly<Record<string, Mode>> => ({
  "tspc -b": together("tspc"),
  "tspc -b without what importspy adds to it": together("tspc without help", { needsReferences: true }),
  "tspc -b --watch": watching("tspc", { needsReferences: true }),
  "tspc -p, one after the other": apart("tspc", "-p"),
  "importspy build -b": together("importspy build"),
  "importspy build -b --watch": watching("importspy build"),
  "importspy build -b, one after the other": apart("importspy build", "-b"),
});

/** Whether all that is imported is referenced, and by projects with files only. */
function isReferenced({ projects, boxes }: Graph): boolean {
  const imports = projects.flatMap((project) => project.modules.flatMap((module) => module.imports));
  const isFound = (project: Graph["projects"][number]) =>
    project.modules.every(({ imports: all }) =>
      all.every((each) => each.project === project || project.reached.has(each.project)),
    );
  return imports.length > 0 && !boxes.size && projects.every(isFound);
}

/** Lives through a graph's edits in all modes. */
async function live(seed: number, steps: number): Promise<void> {
  const chance = createChance(seed);
  const options = OPTIONS[(seed >> 1) % OPTIONS.length]!;
  const graph = createGraph(chance, seed & 1 ? "packages" : "folders");
  const modes = createModes();
  const projects = new Map<string, Project>();
  const create = async (name: string) => {
    const project = await createSolution(graph, options.compiler ?? {});
    projects.set(name, project);
    return project;
  };
  const history: string[] = [];
  try {
    const clean = await create("clean");
    for (const [name, { needsReferences }] of Object.entries(modes)) {
      if (!needsReferences || isReferenced(graph)) await create(name);
    }
    let before: Files = {};
    for (let step = 0; step <= steps; step++) {
      history.push(step ? edit(chance, graph) : "nothing");
      const files = filesOf(graph);
      const changed = Object.fromEntries(Object.entries(files).filter(([name, text]) => before[name] !== text));
      before = files;
      // The same comment on two modules may change places.
      if (!Object.keys(changed).length) continue;
      for (const folder of [".", ...graph.projects.map(({ name }) => name)]) {
        await rm(clean.at(folder, "out"), { recursive: true, force: true });
      }
      await clean.write(changed);
      const expected = diagnosticsIn(await build(clean, "importspy build", ["-b", ".", "--force"]));
      const outputs = await outputsOf(clean);
      for (const [name, mode] of Object.entries(modes)) {
        const project = projects.get(name);
        if (!project) continue;
        const where = `${name}, graph ${seed}, after: ${history.join("; ")}`;
        const found = diagnosticsIn(await mode.run(project, graph, options, changed));
        if (options.stopsAtErrors && expected.length) continue;
        const once = (texts: readonly string[]) => (mode.repeats ? [...new Set(texts)] : [...texts]);
        assert.deepEqual(once(found), once(expected), where);
        const left = await outputsOf(project);
        for (const each of new Set([...Object.keys(outputs), ...Object.keys(left)])) {
          assert.equal(left[each], outputs[each], `${each}: ${where}`);
        }
        if (!mode.remembers || expected.length) continue;
        const times = await timesOf(project);
        assert.equal((await mode.run(project, graph, options, {})).printed.trim(), "", where);
        assert.deepEqual(await timesOf(project), times, `built though nothing changed: ${where}`);
      }
    }
  } finally {
    for (const mode of Object.values(modes) as Partial<AsyncDisposable>[]) await mode[Symbol.asyncDispose]?.();
    for (const project of projects.values()) await project.remove();
  }
}

describe("incremental builds of solutions give the same output as clean builds", () => {
  const [from = 1, to = 5] = (process.env.GRAPHS ?? "").split(":").filter(Boolean).map(Number);
  for (let seed = from; seed < to; seed++) it(`graph ${seed}`, () => live(seed, 5));
});
