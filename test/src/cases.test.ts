/**
 * Runs every case folder below `test/cases`: compiles it with tspc, runs what it says, and compares. What is about how
 * tspc is installed runs it as a process, everything else in this one.
 *
 * A case holds its sources and `case.json`:
 * - `files`: more files, by path, for what cannot lie in the folder as it is (`node_modules/…`);
 * - `builds`: lists of tspc arguments, by default `[["-p", "."]]`, and `buildExit`, one for all or a list, by default 0;
 * - `runs`: `{ args, env, exit }`, Node processes after the builds;
 * - `emitted`: emitted files that must be as in `expected/`.
 *
 * Some cases of each part are also built by TypeScript 7 with `importspy build` beside it, and all of them, then without
 * tspc, with `COMPILER=7`.
 *
 * What builds and runs print must be as in `expected/output.txt`. `UPDATE=1 npm test` writes `expected/` again: read
 * the change before you commit it. `ONLY=name` runs the cases whose path contains it.
 *
 * Every sidecar that a case's builds write must also be read, without running it, as what it is.
 *
 * @module
 */
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import util from "node:util";
import { build, useCompiler } from "./native.ts";
import { createProject, type Files, type Finished, type Project, root } from "./project.ts";
import { assertAllReadable } from "./reading.ts";

interface Case {
  readonly files?: Files;
  readonly builds?: readonly (readonly string[])[];
  readonly buildExit?: number | readonly number[];
  readonly runs?: readonly { args: readonly string[]; env?: Readonly<Record<string, string>>; exit?: number }[];
  readonly emitted?: readonly string[];
}

const casesFolder = path.join(root, "test/cases");
const update = Boolean(process.env.UPDATE);
const only = process.env.ONLY ?? "";

/** What Node prints above an uncaught error: the place, its line and a caret. */
const UNCAUGHT = /^(?:file:\/\/|<(?:project|root)>).*:\d+\n.*\n *\^+\n/gm;

/** What a process printed, without colours, stack frames and Node's own lines: those differ between versions. */
function transcript(title: string, { code, stdout, stderr }: Finished): string {
  const plain = util.stripVTControlCharacters(`${stdout}\n${stderr.replace(UNCAUGHT, "")}`);
  const lines = plain
    .split("\n")
    .filter((line) => !/^\s+at |^Node\.js v|^\(Use `node|^node:internal|^file:\/\//.test(line));
  const text = lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return `$ ${title}\n${text}${text ? "\n" : ""}[exit ${code}]\n`;
}

/** Which compiler builds: TypeScript 6 by tspc, or the project's own TypeScript 7 by `importspy build`. */
type Compiler = "6" | "7";

/** Places in emitted files: on 7, guards stand on lines that are there. */
const EMITTED_PLACE = /(\bdist[\w./-]*\.[cm]?js):\d+/g;

/** How TypeScript 6 prints the type of a module that an ES module imports. */
const MODE = /, \{ with: \{ "resolution-mode": "import" \} \}/g;

/**
 * What is the same on both compilers: lines, but not their order, since each says first what is its own; of a failed build
 * that it failed, since TypeScript 7 exits with 1 where 6 does with 2 (docs/cli.md).
 */
const alike = (output: string) =>
  output.split(/(?=^\$ )/m).flatMap((each) => {
    const lines = each
      .replace(EMITTED_PLACE, "$1")
      .replace(MODE, "")
      .replaceAll(/ {2,}/g, "  ")
      .split("\n")
      .filter(Boolean);
    return each.startsWith("$ tspc") ? lines.map((line) => line.replace("[exit 2]", "[exit 1]")).sort() : lines;
  });

/** Guards stand at other places with TypeScript 7, which emits some files in other ways; what is importspy's is the same. */
const isSameOnSeven = (name: string) => /\.importspy(?:-\d+)?\.[cm]?js$|\.d\.[cm]?ts$/.test(name);

async function compareOnSeven(project: Project, folder: string, names: readonly string[], output: string) {
  const expected = path.join(folder, "expected");
  assert.deepEqual(alike(output), alike(await readFile(path.join(expected, "output.txt"), "utf8")));
  for (const name of names.filter(isSameOnSeven))
    assert.equal(await project.read(name), await readFile(path.join(expected, name), "utf8"), name);
}

async function compare(project: Project, folder: string, names: readonly string[], output: string): Promise<void> {
  const expected = path.join(folder, "expected");
  if (update) {
    await rm(expected, { recursive: true, force: true });
    await mkdir(expected, { recursive: true });
    await writeFile(path.join(expected, "output.txt"), output);
    for (const name of names) await cp(project.at(name), path.join(expected, name), { recursive: true });
    return;
  }
  assert.equal(output, await readFile(path.join(expected, "output.txt"), "utf8"));
  for (const name of names)
    assert.equal(await project.read(name), await readFile(path.join(expected, name), "utf8"), name);
}

async function runCase(folder: string, compiler: Compiler): Promise<void> {
  const content = JSON.parse(await readFile(path.join(folder, "case.json"), "utf8")) as Case;
  const project = await createProject(content.files, folder, "small");
  try {
    if (compiler === "7") await useCompiler(project, "typescript-7");
    const outputs: string[] = [];
    const isOfTspc = OF_TSPC.test(path.relative(casesFolder, folder));
    const tspc = (args: readonly string[]) => (isOfTspc ? project.tspcProcess(args) : project.tspc(args));
    for (const [index, args] of (content.builds ?? [["-p", "."]]).entries()) {
      const built = await (compiler === "7" ? build(project, ...args) : tspc(args));
      outputs.push(transcript(["tspc", ...args].join(" "), built));
      const { buildExit = 0 } = content;
      const exit = typeof buildExit === "number" ? buildExit : buildExit[index];
      const isExpected = compiler === "7" ? (built.code === 0) === (exit === 0) : built.code === exit;
      assert.ok(isExpected, `exit code ${exit}, but it is ${built.code}\n${outputs.at(-1)}`);
    }
    await assertAllReadable(project);
    for (const { args, env = {}, exit = 0 } of content.runs ?? []) {
      const ran = await project.node(args, { env });
      const names = Object.keys(env).map((name) => `${name}=… `);
      outputs.push(transcript(`${names.join("")}node ${args.join(" ")}`, ran));
      assert.equal(ran.code, exit, outputs.at(-1));
    }
    const compareAll = compiler === "7" ? compareOnSeven : compare;
    await compareAll(project, folder, content.emitted ?? [], outputs.join("\n"));
  } finally {
    await project.remove();
  }
}

/** What tspc says where it is not installed as it should be; `importspy build` needs no such installation. */
const OF_TSPC = /^hosts\//;

const files = globSync("**/case.json", { cwd: casesFolder }).filter((file) => file.includes(only));

const names = files.map((file) => path.dirname(file)).sort();
const onlySeven = process.env.COMPILER === "7";
/** The cases that differ on TypeScript 7, and why. docs/cli.md says so, too. */
const DIFFERENT: readonly (readonly [folder: RegExp, reason: string])[] = [
  [OF_TSPC, "shows what tspc says when it is not installed correctly; `importspy build` needs no such installation"],
  [/^imports\/other-transformers-/, "only tspc runs other transformers of `plugins`"],
];
/** The cases that `npm test` runs on TypeScript 7: of each part, those about the form of outputs, or about diagnostics. */
const SLICE = new Set(
  Object.entries({
    contract: ["environment", "not-strict", "refused-before-side-effects", "vocabulary-in-an-interface"],
    diagnostics: ["comment", "commonjs", "elsewhere", "fields", "hand-written-declarations", "pretty", "unresolved"],
    emit: ["comments-and-lines-around-guarded-calls", "declarations-publish-contracts"],
    importer: ["chains-of-contracts", "exports-shape", "importers-may-be-in-other-projects", "through-barrels"],
    imports: [
      ...["decorator-metadata-keeps-the-import", "directives-and-comments-come-first", "every-form-in-commonjs"],
      ...["every-form-in-es-modules", "javascript-files", "jsx", "several-contracted-modules-commonjs"],
    ],
    load: ["from-commonjs-and-of-commonjs"],
    moment: ["an-external-module-is-judged-after-earlier-imports"],
    packages: ["what-is-loaded-must-have-the-exports"],
    values: ["every-kind-of-module"],
  }).flatMap(([folder, cases]) => cases.map((name) => `${folder}/${name}`)),
);
const onSeven = names.filter((name) => onlySeven || only || SLICE.has(name));

describe("cases", { concurrency: os.availableParallelism(), skip: onlySeven }, () => {
  for (const name of names) it(name, () => runCase(path.join(casesFolder, name), "6"));
});

describe("cases on TypeScript 7", { concurrency: os.availableParallelism(), skip: update }, () => {
  for (const name of onSeven) {
    const [, skip] = DIFFERENT.find(([folder]) => folder.test(name)) ?? [];
    it(name, skip === undefined ? {} : { skip }, () => runCase(path.join(casesFolder, name), "7"));
  }
  it("are all there", { skip: Boolean(only) }, () => {
    assert.deepEqual(
      [...SLICE].filter((name) => !names.includes(name)),
      [],
    );
  });
});
