/**
 * What all commands of `importspy` have in common: help, version, mistakes in arguments, colours, completion, and
 * that some come from `@importspy/transformer`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, mkdtemp, realpath } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import transformer from "@importspy/transformer/cli";
import { wantsColours } from "../../../runtime/src/cli/colours.ts";
import { type Files, type Finished, Project, type RunOptions, root, run } from "../project.ts";

const TRANSFORMER_COMMANDS = ["build", "verify", "diff", "graph", "doctor", "adopt", "init", "lsp"];
const OWN_COMMANDS = ["check", "explain", "facts", "lock", "completion"];

/** Stands in for `@importspy/transformer`, whose own commands are tested elsewhere. */
const TRANSFORMER: Files = {
  "node_modules/@importspy/transformer/package.json": JSON.stringify({
    name: "@importspy/transformer",
    exports: { "./cli": "./cli.cjs" },
  }),
  "node_modules/@importspy/transformer/cli.cjs": `exports.commands = [{
    name: "build",
    summary: "Compile it",
    operands: "[file…]",
    options: { project: { type: "string", short: "p", description: "A project's file" } },
    examples: [],
    run({ values, positionals, stdout, fail }) {
      if (values.project === "none") fail("there is no tsconfig none");
      if (values.project === "bug") throw new TypeError("unforeseen");
      stdout.write(JSON.stringify({ values, positionals }));
      return 7;
    },
  }, {
    name: "verify",
    summary: "Verify it",
    options: {},
    examples: [],
    parsesArguments: true,
    run({ positionals, stdout }) {
      stdout.write(JSON.stringify(positionals));
      return 0;
    },
  }];`,
};

/** Makes a folder with the package `importspy` as in production. */
async function install(files: Files): Promise<Project> {
  const project = new Project(await realpath(await mkdtemp(path.join(os.tmpdir(), "importspy-"))));
  for (const part of ["bin", "dist", "package.json"]) {
    const target = project.at("node_modules/importspy", part);
    await cp(path.join(root, "runtime", part), target, { recursive: true });
  }
  await project.write(files);
  return project;
}

const production = await install({});
const development = await install(TRANSFORMER);
after(() => Promise.all([production.remove(), development.remove()]));

function importspy(project: Project, args: readonly string[], options?: RunOptions): Promise<Finished> {
  return project.node([project.at("node_modules/importspy/bin/importspy.cjs"), ...args], options);
}

/** What bash offers after a line of words. */
async function complete(project: Project, words: readonly string[]): Promise<string[]> {
  const { stdout: script } = await importspy(project, ["completion", "bash"]);
  const line = words.map((word) => `'${word}'`).join(" ");
  const call = `COMP_WORDS=(${line})\nCOMP_CWORD=${words.length - 1}\n_importspy\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await run("bash", ["-c", `${script}\n${call}`], { cwd: project.folder });
  assert.equal(stderr, "");
  return stdout.split("\n").filter(Boolean).sort();
}

describe("help", { concurrency: 2 }, () => {
  it("lists all commands, including those that are not installed", async () => {
    const { code, stdout } = await importspy(production, ["--help"]);
    assert.equal(code, 0);
    for (const name of [...TRANSFORMER_COMMANDS, ...OWN_COMMANDS])
      assert.match(stdout, new RegExp(`^  ${name} +\\w`, "m"));
    assert.match(
      stdout,
      /For build, verify, diff, graph, doctor, adopt, init, lsp: install @importspy\/transformer as a development dependency/,
    );
    for (const { name, summary } of transformer.commands)
      assert.match(stdout, new RegExp(`^  ${name} +${summary}$`, "m"));
    const installed = await importspy(development, ["--help"]);
    assert.match(installed.stdout, /^ {2}build +Compile it$/m);
    assert.doesNotMatch(installed.stdout, /install @importspy/);
  });

  it("shows the options and examples of each command, in each spelling", async () => {
    for (const name of OWN_COMMANDS) {
      const [long, short, before] = await Promise.all([
        importspy(production, [name, "--help"]),
        importspy(production, [name, "-h"]),
        importspy(production, ["help", name]),
      ]);
      assert.equal(long.code, 0);
      assert.match(long.stdout, new RegExp(`Usage: importspy ${name} `));
      assert.match(long.stdout, /^ {2}-h, --help +Show help$/m);
      assert.match(long.stdout, new RegExp(`Examples:\n {2}# .+\n {2}.*importspy ${name}`));
      assert.deepEqual([short, before], [long, long]);
    }
  });

  it("is shown, with exit code 2, without a command", async () => {
    const [bare, asked] = await Promise.all([importspy(production, []), importspy(production, ["-h"])]);
    assert.deepEqual([bare.code, bare.stdout], [2, asked.stdout]);
  });

  it("shows the version", async () => {
    const [long, short] = await Promise.all([importspy(production, ["--version"]), importspy(production, ["-v"])]);
    const { version } = JSON.parse(await production.read("node_modules/importspy/package.json"));
    assert.deepEqual([long.code, long.stdout, short.stdout], [0, `${version}\n`, `${version}\n`]);
  });
});

describe("mistakes in arguments", { concurrency: 2 }, () => {
  const mistakes: readonly (readonly [args: readonly string[], line: string])[] = [
    [["chekc"], "importspy: unknown command chekc; did you mean check?"],
    [["frobnicate"], "importspy: unknown command frobnicate; see importspy --help"],
    [["--verison"], "importspy: unknown option --verison; did you mean --version?"],
    [["two\nlines\u001b[2J"], "importspy: unknown command two\\nlines\\u001b[2J; see importspy --help"],
    [["check", "--formt", "json"], "importspy check: unknown option --formt; did you mean --format?"],
    [["check", "--nonsense"], "importspy check: unknown option --nonsense; see --help"],
    [["check", "-x"], "importspy check: unknown option -x; see --help"],
    [["check", "--constructor"], "importspy check: unknown option --constructor; see --help"],
    [["check", "--format"], "importspy check: --format needs a value: --format human|json|github|junit|sarif"],
    [["check", "--node", "--help"], "importspy check: --node needs a value: --node <version>"],
    [["check", "--format", "jsno"], 'importspy check: unknown value "jsno" for --format; did you mean json?'],
    [["check", "--ignore-env=1"], "importspy check: --ignore-env takes no value"],
    [["completion", "ksh"], "importspy completion: name one shell: importspy completion bash|zsh|fish"],
    [
      ["build"],
      "importspy build: the command is not installed here: install @importspy/transformer as a development dependency",
    ],
  ];
  for (const [args, line] of mistakes) {
    it(`importspy ${args.join(" ")}`, async () => {
      const finished = await importspy(production, args);
      assert.deepEqual(finished, { code: 2, stdout: "", stderr: `${line}\n` });
    });
  }
});

describe("commands of @importspy/transformer", { concurrency: 2 }, () => {
  it("get their options and return their exit code", async () => {
    const { code, stdout, stderr } = await importspy(development, ["build", "-p", "tsconfig.json", "a.ts"]);
    assert.deepEqual([code, stderr], [7, ""]);
    assert.deepEqual(JSON.parse(stdout), { values: { project: "tsconfig.json" }, positionals: ["a.ts"] });
  });

  it("may parse their arguments themselves, except for help", async () => {
    const [own, help] = await Promise.all([
      importspy(development, ["verify", "--anything", "-h"]),
      importspy(development, ["verify", "--help"]),
    ]);
    assert.deepEqual(JSON.parse(own.stdout), ["--anything", "-h"]);
    assert.match(help.stdout, /Usage: importspy verify/);
  });

  it("fail with one line, and a bug is reported as a bug", async () => {
    const [failed, bug] = await Promise.all(
      ["none", "bug"].map((project) => importspy(development, ["build", "-p", project])),
    );
    assert.deepEqual(failed, { code: 2, stdout: "", stderr: "importspy build: there is no tsconfig none\n" });
    assert.equal(bug!.code, 2);
    assert.match(bug!.stderr, /^importspy build: this is a bug in importspy: TypeError: unforeseen\n/);
  });
});

describe("output that cannot be written", { concurrency: 2 }, () => {
  const sh = (command: string) => run("bash", ["-c", command], { cwd: development.folder });
  const program = `'${process.execPath}' node_modules/importspy/bin/importspy.cjs`;

  // Only Linux has a device that is always full.
  it("is reported in one line, with exit code 2", { skip: process.platform !== "linux" }, async () => {
    const stderr = "importspy: the output cannot be written (ENOSPC)\n";
    assert.deepEqual(await sh(`${program} --help > /dev/full`), { code: 2, stdout: "", stderr });
    assert.deepEqual(await sh(`${program} frobnicate 2> /dev/full`), { code: 2, stdout: "", stderr: "" });
  });

  it("exits quietly when the reader closes the pipe", async () => {
    const finished = await sh(`set -o pipefail; ${program} --help | head -n 1`);
    assert.deepEqual([finished.code, finished.stderr], [0, ""]);
  });
});

describe("colours", { concurrency: 2 }, () => {
  const isColoured = async (env: Readonly<Record<string, string>>) => {
    const { stdout } = await importspy(production, ["--help"], { env });
    return stdout.includes("\u001b[");
  };

  it("are used only when they are requested", async () => {
    const environments = [{}, { FORCE_COLOR: "1" }, { FORCE_COLOR: "0" }, { NO_COLOR: "1" }];
    assert.deepEqual(await Promise.all(environments.map(isColoured)), [false, true, false, false]);
  });

  it("are used on a terminal, unless the environment turns them off", () => {
    assert.equal(wantsColours({}, true), true);
    assert.equal(wantsColours({ NO_COLOR: "" }, true), true);
    assert.equal(wantsColours({ NO_COLOR: "1" }, true), false);
    assert.equal(wantsColours({ TERM: "dumb" }, true), false);
    assert.equal(wantsColours({ FORCE_COLOR: "0" }, true), false);
    assert.equal(wantsColours({ NO_COLOR: "1", FORCE_COLOR: "1" }, false), true);
  });
});

describe("completion", { concurrency: 2 }, () => {
  it("offers commands, options and values in bash", async () => {
    const names = [...TRANSFORMER_COMMANDS, ...OWN_COMMANDS, "--help", "--version"];
    assert.deepEqual(await complete(production, ["importspy", ""]), names.sort());
    assert.deepEqual(await complete(production, ["importspy", "check", "--form"]), ["--format"]);
    assert.deepEqual(await complete(production, ["importspy", "check", "--format", "j"]), ["json", "junit"]);
    assert.deepEqual(await complete(production, ["importspy", "completion", ""]), ["bash", "fish", "zsh"]);
    assert.deepEqual(await complete(production, ["importspy", "check", "node_"]), ["node_modules"]);
    assert.deepEqual(await complete(development, ["importspy", "build", "--pro"]), ["--project"]);
  });

  it("offers files with spaces in their names, values after =, and commands for help in bash", async () => {
    const folder = await install({ "a folder/a file.js": "" });
    after(() => folder.remove());
    assert.deepEqual(await complete(folder, ["importspy", "check", "a"]), ["a folder"]);
    assert.deepEqual(await complete(folder, ["importspy", "check", "--format", "=", "j"]), ["json", "junit"]);
    assert.deepEqual(await complete(folder, ["importspy", "check", "--libc", "="]), ["glibc", "musl"]);
    assert.deepEqual(await complete(folder, ["importspy", "help", "ch"]), ["check"]);
  });

  it("offers every command and option in zsh and fish", async () => {
    for (const shell of ["zsh", "fish"]) {
      const { code, stdout } = await importspy(development, ["completion", shell]);
      assert.equal(code, 0);
      for (const word of ["build", "project", "A project'\\''s file", ...OWN_COMMANDS, "env-file", "sarif"]) {
        assert.ok(stdout.includes(word), `${shell}: ${word}`);
      }
    }
  });
});
