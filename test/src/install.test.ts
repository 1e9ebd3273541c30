/** What a user installs: the packed files, their size, and a guarded program in production on the machine's Node.js. */
import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { createProject, machineNode, type Project, root, run } from "./project.ts";
import { ENVIRONMENT, TEN_VARIABLES } from "./variables.ts";

const CONTRACTED = `
/**
 * @importspy {
 *   os: "linux" | "darwin" | "win32";
 *   arch: "x64" | "arm64" | "ia32" | "arm" | "ppc64" | "s390x" | "riscv64" | "loong64";
 *   runtime: { node: ">=20" };
 *   env: {${TEN_VARIABLES}
 *   };
 * } Ask in #payments for access before you import this.
 */
export const charge = (cents: number) => \`charged \${cents}\`;
`;

async function npm(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run("npm", args, { cwd });
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Packs a package into a folder; returns the tarball and the paths of the packed files. */
async function pack(name: string, folder: string): Promise<{ tarball: string; files: string[] }> {
  const output = await npm(["pack", "--json", "--pack-destination", folder], path.join(root, name));
  const packed = Object.values(JSON.parse(output) as object)[0] as { filename: string; files: { path: string }[] };
  return { tarball: path.join(folder, packed.filename), files: packed.files.map((file) => file.path) };
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe("an install", () => {
  let project: Project;
  before(async () => {
    project = await createProject({
      "src/payments.ts": CONTRACTED,
      "src/main.ts": 'import { charge } from "./payments.js";\nconsole.log(charge(1));',
      "production/package.json": '{ "name": "production", "private": true, "type": "module" }',
    });
    const { code, stdout } = await project.tspcProcess(["-p", ".", "--outDir", "production/dist"]);
    assert.equal(code, 0, stdout);
  });
  after(() => project.remove());

  it("for production is small, runs guarded, and contains neither TypeScript nor typia", async () => {
    const { tarball, files } = await pack("runtime", project.folder);
    for (const file of ["LICENSE", "NOTICE", "README.md", "package.json", "dist/guard.mjs", "dist/guard.cjs"]) {
      assert(files.includes(file), file);
    }
    assert.deepEqual(
      files.filter((file) => /^(src|build)\/|tsbuildinfo|\.map$/.test(file)),
      [],
    );
    // A type that is not packed would be `any` to users, without a word.
    for (const file of files.filter((each) => /\.d\.[cm]ts$/.test(each))) {
      const text = await readFile(path.join(root, "runtime", file), "utf8");
      for (const [, specifier = ""] of text.matchAll(/^(?:import|export) .*from "(.*)js";$/gm))
        assert(
          files.includes(path.posix.join(path.posix.dirname(file), `${specifier.replace(/([cm])$/, "d.$1")}ts`)),
          file,
        );
    }

    const production = project.at("production");
    await npm(["install", "--omit=dev", "--offline", "--no-audit", "--no-fund", tarball], production);
    const installed = (await readdir(path.join(production, "node_modules"))).filter((name) => !name.startsWith("."));
    assert.deepEqual(installed, ["importspy"]);
    const size = await sizeOf(path.join(production, "node_modules"));
    assert(size <= 400_000, `${size} bytes`);

    const node = machineNode();
    const execute = (env: Readonly<Record<string, string>>) => run(node, ["dist/main.js"], { cwd: production, env });
    const [admitted, refused] = await Promise.all([execute(ENVIRONMENT), execute({ ...ENVIRONMENT, REGION: "moon" })]);
    assert.equal(admitted.stdout, "charged 1\n", admitted.stderr);
    assert.equal(refused.stdout, "");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^ContractViolationError: src\/main\.ts:1 may not import src\/payments\.ts: /m);
    assert.doesNotMatch(refused.stderr, /moon|t0psecret/);
  });

  it("of the transformer contains all that it needs", async () => {
    const { files } = await pack("transformer", project.folder);
    for (const file of [
      "LICENSE",
      "README.md",
      "package.json",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/type/vocabulary.js",
    ]) {
      assert(files.includes(file), file);
    }
    assert.deepEqual(
      files.filter((file) => /^src\/|tsbuildinfo/.test(file)),
      [],
    );
  });

  it("adds at most 3.1 kB to a bundle", async () => {
    const { outputFiles } = await build({
      entryPoints: [project.at("production/dist/main.js")],
      nodePaths: [project.at("node_modules")],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      write: false,
    });
    const size = gzipSync(outputFiles[0]!.contents).length;
    assert(size <= 3100, `${size} bytes`);
  });
});
