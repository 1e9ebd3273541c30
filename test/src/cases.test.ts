/**
 * Runs every case folder below `test/cases`: compiles it with the real tspc, runs what it says, and compares.
 *
 * A case holds its sources and `case.json`:
 * - `files`: more files, by path, for what cannot lie in the folder as it is (`node_modules/…`);
 * - `builds`: lists of tspc arguments, by default `[["-p", "."]]`, and `buildExit`, one for all or a list, by default 0;
 * - `runs`: `{ args, env, exit }`, Node processes after the builds;
 * - `emitted`: emitted files that must be as in `expected/`.
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
import { NODE_TYPES } from "./case-types.ts";
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

async function runCase(folder: string): Promise<void> {
  const content = JSON.parse(await readFile(path.join(folder, "case.json"), "utf8")) as Case;
  const project = await createProject({ ...NODE_TYPES, ...content.files }, folder);
  try {
    const outputs: string[] = [];
    for (const [index, args] of (content.builds ?? [["-p", "."]]).entries()) {
      const built = await project.tspc(args);
      outputs.push(transcript(["tspc", ...args].join(" "), built));
      const { buildExit = 0 } = content;
      assert.equal(built.code, typeof buildExit === "number" ? buildExit : buildExit[index], outputs.at(-1));
    }
    await assertAllReadable(project);
    for (const { args, env = {}, exit = 0 } of content.runs ?? []) {
      const ran = await project.node(args, { env });
      const names = Object.keys(env).map((name) => `${name}=… `);
      outputs.push(transcript(`${names.join("")}node ${args.join(" ")}`, ran));
      assert.equal(ran.code, exit, outputs.at(-1));
    }
    await compare(project, folder, content.emitted ?? [], outputs.join("\n"));
  } finally {
    await project.remove();
  }
}

const files = globSync("**/case.json", { cwd: casesFolder }).filter((file) => file.includes(only));

describe("cases", { concurrency: os.availableParallelism() }, () => {
  for (const file of files.sort()) {
    const name = path.dirname(file);
    it(name, () => runCase(path.join(casesFolder, name)));
  }
});
