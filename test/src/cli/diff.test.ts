/** `importspy diff`: what each change of a contract means, the two sides that can be compared, and what cannot. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { type LockedContract, lockContract, readSidecar } from "importspy/dist/artifacts.cjs";
import ts from "typescript";
import { compareContracts } from "../../../transformer/dist/cli/commands/diff/compare/contracts.js";
import { createExportsComparer } from "../../../transformer/dist/cli/commands/diff/compare/exports.js";
import { hasMovedEnough } from "../../../transformer/dist/cli/commands/diff/versions.js";
import { compile } from "../compile.ts";
import { createProject, type Project, run } from "../project.ts";
import { importspy } from "./fixture.ts";

/** Each: the contract before, the contract after, and what is said of the change. */
const ROWS: readonly (readonly [before: string, after: string, ...verdicts: readonly string[]])[] = JSON.parse(
  await readFile(path.join(import.meta.dirname, "diff-rows.json"), "utf8"),
);

/** Compiles all contracts of the table in one program. */
function lockAll(contracts: readonly string[]): readonly LockedContract[] {
  const files = Object.fromEntries(
    contracts.map((text, index) => [`src/c${index}.ts`, `/** ${text} */\nexport const a = 1;\n`]),
  );
  const { errors, emitted } = compile({ ...files, "src/main.ts": "", "src/web/a.ts": "", "src/z.ts": "" });
  assert.deepEqual(errors, []);
  return contracts.map((_, index) => {
    const { data, validators } = readSidecar(emitted[`dist/src/c${index}.importspy.js`]!, "0.1.0").contract!;
    return lockContract(data, validators, []);
  });
}

describe("what a change means", () => {
  const texts = ROWS.flatMap((row) => row.slice(0, 2)).map((text) =>
    text.includes("@importspy") ? text : `@importspy ${text}`,
  );
  const locked = lockAll(texts);
  const compareExports = createExportsComparer(() => ts);
  const actual = ROWS.map(([old, current], index) => [
    old,
    current,
    ...compareContracts(locked[2 * index]!, locked[2 * index + 1]!, compareExports).map(
      ({ level, isUnknown, reason }) => `${isUnknown ? "cannot tell" : level}: ${reason}`,
    ),
  ]);
  if (process.env.UPDATE)
    writeFileSync(path.join(import.meta.dirname, "diff-rows.json"), `${JSON.stringify(actual, null, 2)}\n`);
  for (const [index, [old, current, ...expected]] of ROWS.entries()) {
    it(`${old} → ${current}`, () => assert.deepEqual(actual[index]!.slice(2), expected));
  }
});

it("versions move enough as ^ reads them", () => {
  const rows = [
    ["1.2.3", "2.0.0", "major", true],
    ["1.2.3", "1.3.0", "major", false],
    ["1.2.3", "1.3.0", "minor", true],
    ["1.2.3", "1.2.4", "minor", false],
    ["1.2.3", "1.2.4", "patch", true],
    ["1.2.3", "1.2.3", "patch", false],
    ["1.2.3", "1.2.3", "none", true],
    ["1.2.3", "2.0.0-rc.1", "major", true],
    ["2.0.0", "1.0.0", "major", false],
    ["0.2.3", "0.3.0", "major", true],
    ["0.2.3", "0.2.4", "major", false],
    ["0.2.3", "0.2.4", "minor", true],
    ["0.0.3", "0.0.4", "major", true],
    ["0.2.3", "1.0.0", "major", true],
    [undefined, "1.0.0", "minor", undefined],
    ["1.0.0", "next", "patch", undefined],
  ] as const;
  for (const [old, current, level, expected] of rows) {
    assert.equal(hasMovedEnough(old, current, level), expected, `${old} → ${current}, ${level}`);
  }
});

const contract = (env: string, note = "") =>
  `/** @importspy { env: { ${env} } }${note && ` ${note}`} */\nexport const a = 1;\n`;

async function createVersions(): Promise<Project> {
  const project = await createProject({
    "package.json": JSON.stringify({
      name: "shop",
      version: "1.0.0",
      type: "module",
      scripts: { build: "node node_modules/ts-patch/bin/tspc.js" },
    }),
    "src/a.ts": contract("PORT?: number"),
    "src/plain.ts": "export const plain = 1;\n",
    ".gitignore": "node_modules\ndist\nimportspy-*\n",
  });
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: project.folder });
  const build = async () => assert.equal((await project.tspc()).code, 0);
  await build();
  await git("init", "-q", "-b", "main");
  await git("add", ".");
  await git("commit", "-qm", "one");
  await git("tag", "unlocked");
  await importspy(project, ["lock", "dist"]);
  await git("add", ".");
  await git("commit", "-qm", "two");
  await git("tag", "locked");
  await cp(project.at("dist"), project.at("before/dist"), { recursive: true, preserveTimestamps: true });
  await cp(project.at("src"), project.at("before/src"), { recursive: true, preserveTimestamps: true });
  await cp(project.at("package.json"), project.at("before/package.json"));
  await project.write({
    "src/a.ts": contract("PORT: number"),
    "src/plain.ts": contract("HOST: string"),
    "src/new.ts": contract("HOST: string"),
  });
  await build();
  return project;
}

const CHANGES = `shop/src/a.ts
  major       \`PORT\` was optional and is required: importers that do not set it are refused

shop/src/new.ts
  minor       the module is new, and has a contract

shop/src/plain.ts
  major       the module had no contract and has one: importers that do not keep it are refused

shop: the change is major, and its version is still 1.0.0, which is not enough
`;

describe("what is compared", () => {
  let project: Project;
  before(async () => {
    project = await createVersions();
  });
  after(() => project.remove());

  it("compares folders, a revision with a lock file, and one that has to be built", async () => {
    for (const side of ["before/dist", "git:locked", "git:unlocked"]) {
      const { code, stdout, stderr } = await importspy(project, ["diff", side, "dist"], {
        env: { HOME: project.folder },
      });
      assert.deepEqual([code, stdout, stderr], [1, CHANGES, ""], side);
    }
    const { stdout } = await run("git", ["worktree", "list"], { cwd: project.folder });
    assert.equal(stdout.trim().split("\n").length, 1, stdout);
  });

  it("accepts a version that moved enough, and prints nothing when nothing changed", async () => {
    const same = await importspy(project, ["diff", "dist", "dist"]);
    assert.deepEqual([same.code, same.stdout], [0, "no contract changed\n"]);
    const text = await project.read("package.json");
    await project.write({ "package.json": text.replace("1.0.0", "2.0.0") });
    const moved = await importspy(project, ["diff", "git:locked", "dist"]);
    assert.match(moved.stdout, /^shop: the change is major, and its version went from 1\.0\.0 to 2\.0\.0$/m);
    assert.equal(moved.code, 0);
    await project.write({ "package.json": text });
  });

  it("cannot tell from a lock file alone whether a module existed", async () => {
    await cp(project.at("importspy.lock.md"), project.at("importspy-old/importspy.lock.md"));
    const { code, stdout } = await importspy(project, ["diff", "importspy-old", "dist"]);
    assert.match(stdout, /cannot tell it has a contract, and whether the module was there without one cannot be told/);
    assert.match(stdout, /package\.json does not have a version on both sides/);
    assert.equal(code, 2);
  });

  it("reports for machines and for pull requests", async () => {
    const of = async (format: string) =>
      (await importspy(project, ["diff", "git:locked", "dist", "--format", format])).stdout;
    const data = JSON.parse(await of("json"));
    assert.deepEqual(data.packages, [{ name: "shop", enough: false, level: "major", before: "1.0.0", after: "1.0.0" }]);
    assert.deepEqual(data.contracts[0], {
      name: "shop/src/a.ts",
      level: "major",
      changes: [
        {
          path: "env.PORT",
          level: "major",
          cannotTell: false,
          reason: "`PORT` was optional and is required: importers that do not set it are refused",
        },
      ],
    });
    assert.match(
      await of("github"),
      /^::error title=importspy%3A major,file=src\/a\.ts,line=1::shop\/src\/a\.ts: `PORT` was/m,
    );
    assert.match(
      await of("markdown"),
      /^\| `shop\/src\/a\.ts` \| \*\*major\*\* \| `PORT` was optional and is required: /m,
    );
  });

  it("reports in one line what cannot be compared", async () => {
    const lines: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [[], /^name what to compare with: importspy diff git:main$/],
      [["git:nowhere"], /^there is no revision nowhere here; run git fetch, or name another one$/],
      [["git:--output=x"], /^there is no revision --output=x here/],
      [
        ["git:unlocked", "dist", "--build", "exit 3"],
        /^git:unlocked has no importspy\.lock\.md and does not build with exit 3/,
      ],
      [["none"], /^there is no file or folder none/],
      [["dist", "dist", "dist"], /^diff takes two sides; what is dist for\?$/],
      [["npm:../x"], /^npm:\.\.\/x is not a package; write npm:name@version$/],
    ];
    for (const [args, message] of lines) {
      const { code, stdout, stderr } = await importspy(project, ["diff", ...args]);
      assert.match(stderr.trim().replace("importspy diff: ", ""), message);
      assert.deepEqual([code, stdout], [2, ""], stderr);
    }
  });

  it("reports a shallow clone", async () => {
    await run("git", ["clone", "-q", "--depth", "1", `file://${project.folder}`, "importspy-shallow"], {
      cwd: project.folder,
    });
    const at = project.at("importspy-shallow");
    const { stderr, code } = await importspy(project, ["diff", "git:locked~1"], { cwd: at });
    assert.match(stderr, /there is no revision locked~1 here; this clone is shallow: run git fetch --unshallow/);
    assert.equal(code, 2);
  });
});

/** A registry of npm on this machine, with one package in two versions. */
async function serve(tarballs: Readonly<Record<string, Buffer>>) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tarball = tarballs[path.basename(url.pathname)];
    if (tarball) return void response.end(tarball);
    if (url.pathname !== "/shop")
      return void response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
    const versions = Object.fromEntries(
      Object.entries(tarballs).map(([name, bytes]) => {
        const version = /-(\d.*)\.tgz$/.exec(name)![1]!;
        const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
        return [version, { name: "shop", version, dist: { tarball: `${origin}/${name}`, integrity } }];
      }),
    );
    const latest = Object.keys(versions).at(-1);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name: "shop", "dist-tags": { latest }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

it("compares with a published package, without building it", async () => {
  const project = await createVersions();
  const { server, registry } = await serve(
    Object.fromEntries(
      await Promise.all(
        [
          ["1.0.0", "before/dist"],
          ["1.1.0", "nothing"],
        ].map(async ([version, dist]) => {
          await mkdir(project.at("packed/package"), { recursive: true });
          await writeFile(project.at(`packed-${version}.json`), "");
          const folder = project.at(`pack-${version}`);
          await mkdir(path.join(folder, "package"), { recursive: true });
          await writeFile(
            path.join(folder, "package/package.json"),
            JSON.stringify({ name: "shop", version, files: ["dist"] }),
          );
          if (dist !== "nothing") await cp(project.at(dist!), path.join(folder, "package/dist"), { recursive: true });
          await run("tar", ["-czf", `../shop-${version}.tgz`, "package"], { cwd: folder });
          return [`shop-${version}.tgz`, await readFile(project.at(`shop-${version}.tgz`))] as const;
        }),
      ),
    ),
  );
  try {
    const env = {
      npm_config_registry: registry,
      npm_config_cache: project.at("importspy-cache"),
      npm_config_fetch_retries: "0",
      HOME: project.folder,
    };
    const found = await importspy(project, ["diff", "npm:shop@1.0.0", "dist"], { env });
    assert.match(found.stdout, /`PORT` was optional and is required: importers that do not set it are refused/);
    assert.match(found.stdout, /shop\/src\/plain\.ts\n {2}major {7}the module had no contract and has one/);
    assert.deepEqual([found.code, found.stderr], [1, ""]);
    const without = await importspy(project, ["diff", "npm:shop", "dist"], { env });
    assert.match(without.stderr, /^importspy diff: npm:shop has no contracts that can be read: /);
    const unknown = await importspy(project, ["diff", "npm:shop@9.9.9", "dist"], { env });
    assert.match(unknown.stderr, /^importspy diff: npm:shop@9\.9\.9 cannot be fetched: .+\n$/);
    const missing = await importspy(project, ["diff", "npm:nothing-here", "dist"], { env });
    assert.match(missing.stderr, /^importspy diff: npm:nothing-here cannot be fetched: .*404/);
    server.close();
    server.closeAllConnections();
    const offline = await importspy(project, ["diff", "npm:shop@1.0.0", "dist"], {
      env: { ...env, npm_config_cache: project.at("importspy-empty") },
    });
    assert.match(offline.stderr, /^importspy diff: npm:shop@1\.0\.0 cannot be fetched: .+\n$/);
    assert.deepEqual([without.code, unknown.code, missing.code, offline.code], [2, 2, 2, 2]);
  } finally {
    server.close();
    await rm(project.folder, { recursive: true, force: true });
  }
});
