/**
 * Outputs that are not files: a FIFO, a socket, a link that leads in a circle or nowhere, a folder. Each command says so
 * in one line or in the words of TypeScript, and none waits for ever.
 *
 * @module
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { importspy } from "../../cli/fixture.ts";
import { createProject, type Finished } from "../../project.ts";

const project = await createProject({
  "src/payments.ts": "/** @importspy { env: { TOKEN: string } } */\nexport const charge = (cents: number) => cents;\n",
  "src/main.ts": 'import { charge } from "./payments.js";\nconsole.log(charge(1));\n',
});
after(() => project.remove());
const built = await project.tspc();
assert.equal(built.code, 0, built.stdout);

/** Makes something that is not a file, and what is said of it. */
const KINDS: Readonly<Record<string, readonly [make: (path: string) => unknown, reason: string]>> = {
  FIFO: [(path) => assert.equal(spawnSync("mkfifo", [path]).status, 0), "it is a FIFO and not a file"],
  // The socket stays when its process ends without closing it.
  socket: [
    (path) => {
      const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 9))`;
      spawnSync(process.execPath, ["-e", script]);
    },
    "it is a socket and not a file",
  ],
  circle: [(path) => symlink(path, path), "its links lead in a circle"],
  nowhere: [(path) => symlink("nowhere", path), "there is no such file, or its link leads nowhere"],
};

/** A copy of the output in which one file is replaced. */
async function replace(folder: string, name: string, make: (path: string) => unknown): Promise<void> {
  await cp(project.at("dist"), project.at(folder), { recursive: true });
  await rm(project.at(folder, name), { force: true });
  await make(project.at(folder, name));
}

const TOKEN = { env: { TOKEN: "t" } };
const call = (...args: readonly string[]) => importspy(project, args, TOKEN);
const outcome = ({ code, stdout, stderr }: Finished) => ({ code, stdout, stderr });

describe("an output that is not a file", { skip: process.platform === "win32" }, () => {
  for (const [kind, [make, reason]] of Object.entries(KINDS)) {
    it(`${kind}: check, explain and verify report a sidecar`, async () => {
      const folder = `sidecar-${kind}`;
      const name = `${folder}/payments.importspy.js`;
      await replace(folder, "payments.importspy.js", make);
      for (const command of ["check", "explain"]) {
        const stderr = `importspy ${command}: ${name}: it cannot be read: ${reason}\n`;
        assert.deepEqual(outcome(await call(command, folder)), { code: 2, stdout: "", stderr });
      }
      const stderr = `importspy verify: ${name} cannot be read: ${reason}\n`;
      assert.deepEqual(outcome(await call("verify", folder)), { code: 2, stdout: "", stderr });
    });

    it(`${kind}: verify and doctor report a module, which check does not need`, async () => {
      const folder = `module-${kind}`;
      await replace(folder, "other.js", make);
      const said = `${folder}/other.js cannot be read: ${reason}\n`;
      const verified = await call("verify", folder);
      assert.deepEqual(outcome(verified), { code: 2, stdout: "", stderr: `importspy verify: ${said}` });
      await project.write({
        "doctor.json": JSON.stringify({ extends: "./tsconfig.json", compilerOptions: { outDir: folder } }),
      });
      const examined = await call("doctor", "-p", "doctor.json");
      assert.deepEqual([examined.code, examined.stderr], [2, `importspy doctor: ${said}`]);
      const checked = await call("check", folder);
      assert.deepEqual([checked.code, checked.stderr], [0, ""]);
    });
  }

  it("is an error of TypeScript when a build would write it", async () => {
    const [fifo] = KINDS.FIFO!;
    for (const name of ["payments.js", "payments.importspy.js", "info.tsbuildinfo"]) {
      const folder = `build-${name}`;
      await mkdir(project.at(folder));
      await fifo(project.at(folder, name));
      const options = ["--outDir", folder, "--incremental", "--tsBuildInfoFile", `${folder}/info.tsbuildinfo`];
      const { code, stdout } = await call("build", ...options);
      const emitted = name.replace(".importspy", "");
      const expected = `error TS5033: Could not write file '<project>/${folder}/${emitted}': <project>/${folder}/${name} is a FIFO and not a file.\n`;
      assert.equal(stdout, expected);
      // As for any output of an incremental build that cannot be written.
      assert.equal(code, name === "info.tsbuildinfo" ? 2 : 1);
    }
    const tspc = await project.tspcProcess(["-p", ".", "--outDir", "build-payments.importspy.js"], TOKEN);
    assert.equal(tspc.code, 2, tspc.stdout);
    assert.match(tspc.stdout, /payments\.importspy\.js is a FIFO and not a file/);
  });

  it("is reported when the output folder itself is not a folder", async () => {
    await writeFile(project.at("file"), "");
    const { code, stdout } = await call("build", "--outDir", "file");
    assert.equal(code, 2);
    // As without guards: one line for each file that TypeScript emits.
    assert.deepEqual(
      stdout.match(/TS5033: Could not write file '[^']*'/g),
      [
        "TS5033: Could not write file '<project>/file/payments.js'",
        "TS5033: Could not write file '<project>/file/main.js'",
      ].sort(),
    );
    for (const command of ["check", "explain", "verify"]) {
      const finished = await call(command, "file");
      assert.equal(finished.code, 2);
      assert.match(finished.stderr, /^importspy \w+: file is no .*\n$/);
    }
  });
});

describe("a file of variables", () => {
  it("may set a variable named __proto__, as in Node.js", async () => {
    await project.write({
      "proto/src/m.ts":
        '/** @importspy { env: { "__proto__": "x"; NOTE: `a${string}__proto__${string}y` } } */\nexport const a = 1;\n',
      "proto/package.json": JSON.stringify({ name: "proto", type: "module" }),
      "proto/tsconfig.json": JSON.stringify({
        extends: "../tsconfig.json",
        compilerOptions: { rootDir: "src", outDir: "dist" },
        include: ["src"],
      }),
      "proto/good.env": '__proto__=x\nNOTE="a\n__proto__=y"\n',
      "proto/bad.env": '_proto_=x\n__proto__=y\nNOTE="a __proto__=y"\n',
    });
    assert.equal((await project.tspc(["-p", "proto"])).code, 0);
    for (const [file, code] of [
      ["proto/good.env", 0],
      ["proto/bad.env", 1],
    ] as const) {
      assert.equal((await call("check", "proto/dist", "-e", file)).code, code, file);
      assert.equal((await project.node([`--env-file=${file}`, "proto/dist/m.js"])).code, code, file);
    }
  });
});
