/**
 * `importspy build`, run as a process beside tspc: same output, same words, same exit code; and in projects whose own
 * TypeScript runs no plugin.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm, stat, utimes } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import typescript from "typescript";
import { createProgress } from "../../../../transformer/dist/cli/commands/build/progress.js";
import { executeBuild } from "../../../../transformer/dist/hosts/build/build.js";
import { LONGEST_WAIT } from "../../eventually.ts";
import { useCompiler } from "../../native.ts";
import { createProject, type Files, type Finished, type Project, root, run, tsconfig } from "../../project.ts";

const IMPORTSPY = path.join(root, "runtime/bin/importspy.cjs");

const contract = (level: string) =>
  `/** @importspy { env: { LEVEL: ${level} } } Set a level. */\nexport const charge = (cents: number): number => cents;\n`;

const SOURCES = {
  "src/payments.ts": contract('"low" | "high"'),
  "src/plain.ts": "export const plain = 1;\n",
  "src/main.ts":
    'import { charge } from "./payments.js";\nimport { plain } from "./plain.js";\nexport const charged: number = charge(plain);\n',
};
const BROKEN = { "src/broken.ts": "export const broken: string = 1;\n" };
const options = (more: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) =>
  tsconfig({ types: [], lib: ["es2022"], ...more }, rest);

const REFERENCES = {
  "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "core" }, { path: "app" }] }),
  "core/tsconfig.json": options({ composite: true }),
  "core/src/payments.ts": SOURCES["src/payments.ts"],
  "app/tsconfig.json": options({ composite: true }, { references: [{ path: "../core" }] }),
  "app/src/main.ts":
    'import { charge } from "../../core/src/payments.js";\nexport const charged: number = charge(1);\n',
};

interface Mode {
  readonly files: Files;
  /** Arguments of each run, and what is written before it. */
  readonly runs: readonly { readonly args: readonly string[]; readonly write?: Files }[];
  readonly codes: readonly number[];
  /** Only as a process of its own, tspc has plugins without a project. */
  readonly isWithoutProject?: boolean;
}

const MODES: Record<string, Mode> = {
  "plain, with declarations and maps": {
    files: { ...SOURCES, "tsconfig.json": options({ declaration: true, declarationMap: true, sourceMap: true }) },
    runs: [
      { args: [] },
      { args: ["-p", ".", "--target", "es2017", "--module", "commonjs", "--ignoreDeprecations", "6.0"] },
    ],
    codes: [0, 0],
  },
  "with type errors, pretty": {
    files: { ...SOURCES, ...BROKEN, "tsconfig.json": options() },
    runs: [{ args: ["--pretty"] }, { args: ["--noEmitOnError"] }, { args: ["--noEmit"] }],
    codes: [2, 1, 2],
  },
  "with errors in a contract": {
    files: { ...SOURCES, "src/payments.ts": contract("() => void"), "tsconfig.json": options() },
    runs: [{ args: [] }, { args: ["--noEmit", "--pretty", "false"] }],
    codes: [2, 2],
  },
  incremental: {
    files: { ...SOURCES, "tsconfig.json": options({ incremental: true }) },
    runs: [
      { args: [] },
      { args: [], write: { "src/payments.ts": contract('"low"') } },
      { args: ["--listEmittedFiles"] },
    ],
    codes: [0, 0, 0],
  },
  "project references": {
    files: REFERENCES,
    runs: [
      { args: ["-b", "--verbose"] },
      { args: ["-b", "--verbose"] },
      { args: ["-b"], write: { "core/src/payments.ts": contract("boolean") } },
      { args: ["-b", "--dry", "--force"] },
    ],
    codes: [0, 0, 0, 0],
  },
  "an output folder that is a file": {
    files: { ...SOURCES, "tsconfig.json": options(), dist: "" },
    runs: [{ args: [] }],
    codes: [2],
  },
  "a tsconfig with errors": {
    files: { ...SOURCES, "tsconfig.json": `${options({ module: "nonsense" })},` },
    runs: [{ args: [] }, { args: ["-b"] }, { args: ["--showConfig"] }],
    codes: [2, 1, 1],
  },
  "wrong arguments": {
    files: { ...SOURCES, "tsconfig.json": options() },
    runs: [
      { args: ["--nonsense"] },
      { args: ["-p", "nowhere"] },
      { args: ["src/main.ts"] },
      { args: ["-b", "--nonsense"] },
    ],
    codes: [1, 1, 1, 1],
  },
  "files instead of a project": {
    files: SOURCES,
    runs: [
      {
        args: ["src/main.ts", "--ignoreConfig", "--outDir", "dist", "--module", "nodenext", "--strict", "--types", "*"],
      },
    ],
    codes: [0],
    isWithoutProject: true,
  },
};

const withoutTimes = ({ code, stdout, stderr }: Finished) => ({
  code,
  stdout: stdout.replace(/^\[?\d+:\d+:\d+ [AP]M\]?/gm, "[time]"),
  stderr,
});

async function runMode({ files, runs }: Mode, build: (project: Project, args: readonly string[]) => Promise<Finished>) {
  const project = await createProject(files);
  try {
    const finished: Finished[] = [];
    for (const { args, write } of runs) {
      await project.write(write ?? {});
      finished.push(withoutTimes(await build(project, args)));
    }
    const outputs: Record<string, string> = {};
    for (const name of await project.list()) outputs[name] = await project.read(name);
    return { finished, outputs };
  } finally {
    await project.remove();
  }
}

const build = (project: Project, args: readonly string[]) => project.importspy(["build", ...args]);

describe("importspy build does what tspc does", { concurrency: os.availableParallelism() }, () => {
  for (const [name, mode] of Object.entries(MODES)) {
    it(name, async () => {
      const theirs = await runMode(mode, (project, args) =>
        mode.isWithoutProject ? project.tspcProcess(args) : project.tspc(args),
      );
      const ours = await runMode(mode, build);
      assert.deepEqual(ours, theirs);
      assert.deepEqual(
        ours.finished.map(({ code }) => code),
        mode.codes,
      );
    });
  }

  it("diagnostics and version", async () => {
    const project = await createProject({ ...SOURCES, "tsconfig.json": options() });
    try {
      for (const option of ["--diagnostics", "--extendedDiagnostics", "--version"]) {
        const names = ({ stdout }: Finished) =>
          stdout
            .split("\n")
            .map((line) => line.replace(/\s+[\d.]+[sK]?$/, ""))
            .sort();
        assert.deepEqual(names(await build(project, [option])), names(await project.tspcProcess([option])));
      }
    } finally {
      await project.remove();
    }
  });
});

/** Runs what was built, with a level that its contract admits and with one that it does not. */
async function runBuilt(project: Project): Promise<void> {
  assert.equal((await project.node(["dist/main.js"], { env: { LEVEL: "low" } })).code, 0);
  const refused = await project.node(["dist/main.js"], { env: { LEVEL: "secret-level" } });
  assert.match(refused.stderr, /ContractViolationError: src\/main\.ts:1 may not import src\/payments\.ts/);
  assert.doesNotMatch(refused.stderr, /secret-level/);
  assert.equal(refused.code, 1);
}

/** A project whose own TypeScript is another one, without ts-patch and without an entry of `plugins`. */
async function createProjectOn(compiler: string): Promise<Project> {
  const project = await createProject({ ...SOURCES, "tsconfig.json": options({ plugins: undefined }) });
  await rm(project.at("node_modules/ts-patch"));
  await useCompiler(project, compiler);
  return project;
}

describe("importspy build works with another TypeScript in the project", {
  concurrency: os.availableParallelism(),
}, () => {
  for (const [compiler, version] of [
    ["typescript-7", "Version 7.0.2"],
    ["typescript-5.9", "Version 5.9"],
    ["typescript", "Version 6.0"],
  ] as const) {
    it(version, async () => {
      const project = await createProjectOn(compiler);
      try {
        const tsc = (...args: string[]) => project.node([project.at("node_modules/typescript/bin/tsc"), ...args]);
        assert.ok((await tsc("--version")).stdout.startsWith(version));
        assert.deepEqual(await tsc("--noEmit"), { code: 0, stdout: "", stderr: "" });
        assert.deepEqual(await build(project, []), { code: 0, stdout: "", stderr: "" });
        await runBuilt(project);
      } finally {
        await project.remove();
      }
    });
  }

  it("and reports plugins that it does not run", async () => {
    const plugins = [{ transform: "typescript-transform-paths" }, { name: "an-editor-plugin" }];
    const project = await createProject({ ...SOURCES, "tsconfig.json": options({ plugins }) });
    try {
      const { code, stderr } = await build(project, []);
      assert.equal(
        stderr,
        'importspy build: the plugin "typescript-transform-paths" of tsconfig.json is not run; only tspc runs other transformers\n',
      );
      assert.equal(code, 0);
    } finally {
      await project.remove();
    }
  });
});

/** Waits for text in what a process prints, from where the last wait ended. Rejects when the process ends before. */
function createReader(child: ChildProcess): (text: string) => Promise<void> {
  let unread = "";
  let wake = () => {};
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    unread += text;
    wake();
  });
  child.on("close", () => wake());
  return async (text) => {
    for (let at = unread.indexOf(text); ; at = unread.indexOf(text)) {
      if (at >= 0) {
        unread = unread.slice(at + text.length);
        return;
      }
      assert.ok(child.exitCode === null && child.signalCode === null, `"${text}" was not printed, but:\n${unread}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

describe("importspy build --watch", { concurrency: 2 }, () => {
  const watched: [args: string[], files: Files, contractFile: string, output: string][] = [
    [["--watch"], { ...SOURCES, "tsconfig.json": options() }, "src/payments.ts", "dist/payments.importspy.js"],
    [["-b", "--watch"], REFERENCES, "core/src/payments.ts", "core/dist/payments.importspy.js"],
  ];
  for (const [args, files, contractFile, output] of watched) {
    it(`${args.join(" ")} builds again, and ends on SIGINT`, async () => {
      const project = await createProject(files);
      const child = spawn(process.execPath, [IMPORTSPY, "build", ...args], {
        cwd: project.folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = once(child, "exit");
      // A watching compiler ends only when it is told to.
      const limit = setTimeout(() => child.kill("SIGKILL"), LONGEST_WAIT);
      try {
        const printed = createReader(child);
        // `-b --watch` says that it watches before it does, so a write that it missed is written once more.
        const change = async (type: string, expected: string) => {
          const write = () => project.write({ [contractFile]: contract(type) });
          const again = setInterval(write, 3_000);
          await write();
          await printed(expected).finally(() => clearInterval(again));
        };
        await printed("Found 0 errors. Watching for file changes.");
        await change("() => void", "error TS87212");
        await printed("Found 1 error. Watching for file changes.");
        await change('"changed"', "Found 0 errors. Watching for file changes.");
        assert.match(await project.read(output), /"changed"/);
        child.kill("SIGINT");
        assert.deepEqual(await ended, [130, null]);
      } finally {
        clearTimeout(limit);
        child.kill("SIGKILL");
        await ended;
        await project.remove();
      }
    });
  }
});

describe("importspy build", () => {
  it("--watch ends when the reader of its output closes the pipe", { skip: process.platform === "win32" }, async () => {
    const project = await createProject({ ...SOURCES, "tsconfig.json": options() });
    try {
      const command = `set -o pipefail; '${process.execPath}' '${IMPORTSPY}' build --watch | head -n 1`;
      const { code, stderr } = await run("bash", ["-c", command], { cwd: project.folder });
      assert.deepEqual({ code, stderr }, { code: 141, stderr: "" });
    } finally {
      await project.remove();
    }
  });

  it("writes all outputs, including existing ones", async () => {
    const project = await createProject({ ...SOURCES, "tsconfig.json": options({ sourceMap: true }) });
    try {
      await build(project, []);
      const names = (await project.list()).filter((name) => name.startsWith("dist/"));
      const readAll = () => Promise.all(names.map((name) => project.read(name)));
      const built = await readAll();
      // One that somebody changed, without changing its length, and one that the build before did not finish.
      await project.write({
        "dist/plain.js": (await project.read("dist/plain.js")).replace("1", "2"),
        "dist/main.importspy.js": "",
      });
      const past = new Date(2000, 0);
      for (const name of names) await utimes(project.at(name), past, past);
      await build(project, []);
      assert.deepEqual(await readAll(), built);
      for (const name of names) assert.ok((await stat(project.at(name))).mtimeMs > past.getTime(), name);
      await project.write({ "src/payments.ts": contract('"low"') });
      await build(project, []);
      assert.match(await project.read("dist/payments.importspy.js"), /"low"/);
    } finally {
      await project.remove();
    }
  });

  it("-b --clean removes sidecars with their files", async () => {
    const project = await createProject(REFERENCES);
    try {
      await build(project, ["-b"]);
      assert.ok((await project.list()).includes("core/dist/payments.importspy.js"));
      assert.deepEqual(await build(project, ["-b", "--clean"]), { code: 0, stdout: "", stderr: "" });
      assert.deepEqual(await project.list(), [...Object.keys(REFERENCES), "package.json"].sort());
    } finally {
      await project.remove();
    }
  });

  it("shows its progress on a terminal, and removes the line at the end", async () => {
    const project = await createProject({ ...SOURCES, "tsconfig.json": options() });
    try {
      let shown = "";
      let time = 0;
      const write = (text: string) => {
        shown += text;
      };
      const clock = () => {
        time += 600;
        return time;
      };
      const terminal = { write, isTTY: true, columns: 80 };
      const observer = createProgress(typescript, terminal, clock);
      assert.equal(executeBuild(typescript, typescript.sys, ["-p", project.folder], observer), 0);
      assert.match(shown.replaceAll("\r\u001b[K", "\n"), /^checking \d+\/\d+$/m);
      assert.ok(shown.endsWith("\r\u001b[K"));
      shown = "";
      createProgress(typescript, { ...terminal, isTTY: false }).onOptions?.({});
      assert.equal(shown, "");
    } finally {
      await project.remove();
    }
  });
});
