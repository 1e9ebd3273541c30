/**
 * Keeps docs/running.md and the packages' own README.md true. A block below a line that ends with a file's name (`` `src/main.ts`: ``) becomes that file;
 * each recipe begins with those of the introduction. What a ```console block shows must be what its commands print then.
 * `UPDATE=1 npm test` writes the output again: read the change.
 *
 * @module
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { runBlock } from "../blocks.ts";
import { LONGEST_WAIT } from "../eventually.ts";
import { createProject, inherited, type Project, root, tsconfig } from "../project.ts";
import { assertHidden } from "../secrets.ts";

/** The files of a part of the page, with their texts. */
function filesIn(text: string): [name: string, content: string][] {
  const blocks = text.matchAll(/`([\w./-]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, name, content]) => [name!, content!]);
}

async function create(): Promise<Project> {
  const project = await createProject({ "tsconfig.json": tsconfig({ lib: ["es2024"] }) }, undefined, "whole");
  await mkdir(project.at("bin"));
  await symlink(path.join(root, "runtime/bin/importspy.cjs"), project.at("bin/importspy"));
  return project;
}

const pathOf = (project: Project) =>
  [project.at("bin"), path.dirname(process.execPath), process.env.PATH].join(path.delimiter);

/** Waits until a process has printed a text, since the last time. */
function createReader(child: ReturnType<typeof spawn>): (text: string) => Promise<void> {
  let printed = "";
  let notify = () => {};
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      notify();
    });
  }
  return async (text) => {
    const limit = Date.now() + LONGEST_WAIT;
    while (!printed.includes(text)) {
      assert.ok(Date.now() < limit && child.exitCode === null, `${text} was not printed, but:\n${printed}`);
      assertHidden(printed, { STRIPE_KEY: "hunter2" });
      await new Promise<void>((resolve) => {
        notify = resolve;
        setTimeout(resolve, 1000).unref();
      });
    }
    printed = printed.slice(printed.indexOf(text) + text.length);
  };
}

/** Runs the recipes of a page, each with the files of the introduction. Returns the page as it should be. */
async function runPage(text: string): Promise<string> {
  const [introduction, ...recipes] = text.split(/(?=^#{2,} )/m) as [string, ...string[]];
  const project = await create();
  const options = { cwd: project.folder, env: { PATH: pathOf(project) } };
  const write = (recipe: string) => project.write(Object.fromEntries(filesIn(recipe)));
  let actual = "";
  try {
    for (const recipe of [introduction, ...recipes]) {
      for (const name of ["src", "dist", ".env"]) await rm(project.at(name), { recursive: true, force: true });
      if (recipe !== introduction) await write(introduction);
      // A block is about the files above it.
      for (const part of recipe.split(/(?<=^```\n)(?=\n)/m)) {
        await write(part);
        const [, block] = /^```console\n([\s\S]*?)^```$/m.exec(part) ?? [];
        const printed = block === undefined ? "" : await runBlock(block, options);
        if (!process.env.UPDATE) assert.equal(printed, block ?? "");
        actual += block === undefined ? part : part.replace(block, () => printed);
      }
    }
    return actual;
  } finally {
    await project.remove();
  }
}

/** Pages with commands, and how many blocks of them there are. */
const PAGES = { "docs/running.md": 6, "runtime/README.md": 1, "transformer/README.md": 1 } as const;

describe("a page with recipes", { concurrency: 2 }, () => {
  for (const [name, count] of Object.entries(PAGES)) {
    it(`${name} shows what the commands print`, async () => {
      const text = await readFile(path.join(root, name), "utf8");
      assert.equal(text.match(/^```console$/gm)?.length, count);
      const actual = await runPage(text);
      if (process.env.UPDATE) await writeFile(path.join(root, name), actual);
      else assert.equal(actual, text);
    });
  }

  it("links only to existing pages", async () => {
    for (const name of Object.keys(PAGES)) {
      const text = await readFile(path.join(root, name), "utf8");
      for (const [, link] of text.matchAll(/\]\((?!https:)([^)#]+)/g)) {
        await access(path.join(root, path.dirname(name), link!));
      }
    }
  });

  it("docs/running.md: starts the program again after each build, and waits after a refusal", async () => {
    const text = await readFile(path.join(root, "docs/running.md"), "utf8");
    const [, build, start] = /^npx (importspy build --watch) +#.*\n^(node --watch .*?) +#/m.exec(text)!;
    const project = await create();
    const files = filesIn(text).slice(0, 2);
    const payments = files[0]![1];
    await project.write({ ...Object.fromEntries(files), ".env": "OTHER=1\n" });
    const env = { ...inherited(), PATH: pathOf(project) };
    const begin = (command: string) => {
      const [program, ...args] = command.split(" ");
      return spawn(program!, args, { cwd: project.folder, env, stdio: ["ignore", "pipe", "pipe"] });
    };
    const compiler = begin(build!);
    const builds = createReader(compiler);
    const children = [compiler];
    try {
      await builds("Watching for file changes");
      const program = begin(start!);
      children.push(program);
      const prints = createReader(program);
      await prints("env.STRIPE_KEY   expected a secret   not set");
      await prints("Waiting for file changes");
      await writeFile(project.at(".env"), "STRIPE_KEY=hunter2\n");
      await prints("charged 1999");
      await writeFile(project.at("src/payments.ts"), payments.replace("Secret", '"sk_live"'));
      await prints('env.STRIPE_KEY   expected "sk_live"');
      await writeFile(project.at("src/payments.ts"), payments.replace("charged", "billed"));
      await prints("billed 1999");
    } finally {
      for (const child of children) {
        child.kill();
        if (child.exitCode === null && child.signalCode === null) await once(child, "close");
      }
      await project.remove();
    }
  });
});
