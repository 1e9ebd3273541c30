import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import path from "node:path";
import { it } from "node:test";
import { createProject, type Project, root, run } from "../project.ts";
import { importspy, MACHINE, VARIABLES } from "./fixture.ts";

const BROKEN = `shop
  ✗ src/pg.d.ts:1 for pg
    ✗ env.PGHOST   expected a string   not set
  ✓ src/deploy.ts:2
    ✗ alternative 1 of 2
      ✗ os           expected "win32"    found "linux"
      ✗ env.REGION   expected a string   not set
        Windows only in the old region.
    ✓ alternative 2 of 2
      ✓ os           expected "linux"                 found "linux"
      ✓ runtime      expected node >=22 | bun >=1.1   found node 22.12.0
      ✓ env.REGION   expected a string                not set, optional
  ✗ src/legacy.cts:1
    ✗ env.LEGACY_TOKEN   expected a secret   set, but empty
  ✗ src/payments.ts:4
    ✓ os                 expected "linux" | "darwin"          found "linux"
    ✓ arch               expected "x64" | "arm64"             found "x64"
    ✓ libc               expected "glibc"                     found "glibc"
    ✓ runtime.node       expected >=20.11                     found 22.12.0
    ✓ env.DATABASE_URL   expected a uri                       set
    ✗ env.PORT           expected a uint32 of at most 65535   set, but not a uint32 of at most 65535
    ✗ env.LOG_LEVEL      expected "debug" | "info"            not set
    ✗ env.STRIPE_KEY     expected a secret                    not set
    ✓ packages.pg        expected ^8.11                       found 8.11.3
    · importer           expected module \`src/\${string}\`      judged at import
      Ask in #payments, import.meta.url, "quoted" & <tagged>.

3 of 4 contracts broken
`;

/** Options that break one contract each, and the line that says so. */
const SUPPOSITIONS: readonly (readonly [options: readonly string[], line: RegExp])[] = [
  [["--arch", "x64", "--node", "22.12.0", "--os", "win32"], /✗ os +expected "linux" \| "darwin" +found "win32"/],
  [[...MACHINE, "--libc", "musl"], /✗ libc +expected "glibc" +found "musl"/],
  [[...MACHINE, "--arch", "s390x"], /✗ arch +expected "x64" \| "arm64" +found "s390x"/],
  [[...MACHINE, "--node", "v18.19.0"], /✗ runtime\.node +expected >=20\.11 +found 18\.19\.0/],
  [[...MACHINE, "--package", "pg@7.1.0"], /✗ packages\.pg +expected \^8\.11 +found 7\.1\.0/],
  [[...MACHINE, "--env", "PORT=99999"], /✗ env\.PORT +expected a uint32 of at most 65535 +set, but not a uint32/],
];

/** What `check` finds out. */
export function checkVerdicts(shop: Project): void {
  it("shows each condition of each contract, broken or not", async () => {
    const env = { DATABASE_URL: "postgres://shop", PORT: "99999", LEGACY_TOKEN: "" };
    const { code, stdout, stderr } = await importspy(shop, ["check", "dist", ...MACHINE], { env });
    assert.deepEqual({ code, stderr }, { code: 1, stderr: "" });
    assert.equal(stdout, BROKEN);
  });

  it("exits with 0 when every contract holds, without evaluating the application", async () => {
    const { code, stdout } = await importspy(shop, ["check", ...MACHINE], { env: VARIABLES });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /all 4 contracts hold/);
    assert.doesNotMatch(stdout, /evaluated/);
  });

  it("agrees with the runtime about this machine", async () => {
    for (const [missing, module] of [
      ["DATABASE_URL", "src/payments.ts"],
      ["LEGACY_TOKEN", "src/legacy.cts"],
      ["PGHOST", "pg"],
    ] as const) {
      const { [missing]: _, ...env } = VARIABLES;
      const [ran, checked] = await Promise.all([
        shop.node(["dist/app.js"], { env }),
        importspy(shop, ["check", "--format", "json"], { env }),
      ]);
      assert.ok(ran.stderr.includes(`may not import ${module}`), ran.stderr);
      const { contracts } = JSON.parse(checked.stdout) as { contracts: { module: string; holds: boolean }[] };
      assert.equal(contracts.find((contract) => contract.module === module)?.holds, false, checked.stdout);
    }
  });

  for (const [options, line] of SUPPOSITIONS) {
    it(`supposes ${options.slice(-2).join(" ")}`, async () => {
      const { code, stdout } = await importspy(shop, ["check", "dist/payments.js", ...options], {
        env: VARIABLES,
      });
      assert.equal(code, 1, stdout);
      assert.match(stdout, line);
      assert.equal(stdout.match(/✗ [a-z]+(\.\w+)? /g)?.length, 1, stdout);
    });
  }

  it("reads variables from files, the environment and options, the last taking precedence", async () => {
    await shop.write({
      "files/.env": "DATABASE_URL=postgres://shop\nLOG_LEVEL=loud\nSTRIPE_KEY='sk_live'\nPORT=http\n",
      "files/.env.local": "LOG_LEVEL=info # quiet\n",
    });
    const files = ["-e", "files/.env", "--env-file", "files/.env.local"];
    const check = async (options: readonly string[], env: Record<string, string> = {}) =>
      (await importspy(shop, ["check", "dist/payments.js", ...MACHINE, ...files, ...options], { env })).code;
    assert.deepEqual(
      await Promise.all([
        check([]),
        check([], { PORT: "80" }),
        check(["--env", "PORT=443"]),
        check(["--env", "PORT=no"], { PORT: "80" }),
        check(["--ignore-env"], { PORT: "80" }),
      ]),
      [1, 0, 0, 1, 1],
    );
  });

  it("reads a file of variables as Node.js does, including a byte order mark", async () => {
    for (const [file, text] of [
      ["files/plain", "export LEGACY_TOKEN='a # b' # why\r\n"],
      ["files/marked", "\uFEFFLEGACY_TOKEN=a\n"],
    ] as const) {
      await shop.write({ [file]: text });
      const { stdout } = await shop.node([`--env-file=${file}`, "-p", "'LEGACY_TOKEN' in process.env"]);
      const { code } = await importspy(shop, ["check", "dist/legacy.cjs", "-e", file]);
      assert.deepEqual([file, code], [file, stdout === "true\n" ? 0 : 1]);
    }
  });

  it("accepts emitted files, sidecars and TypeScript modules, each contract once", async () => {
    const operands = ["dist/deploy.js", "dist/deploy.importspy.js", "src/deploy.ts", "src/legacy.cts"];
    const { stdout } = await importspy(shop, ["check", ...operands, "--format", "json"]);
    const { contracts } = JSON.parse(stdout) as { contracts: { module: string; sidecars: string[] }[] };
    assert.deepEqual(
      contracts.map(({ module, sidecars }) => [module, sidecars]),
      [
        ["src/deploy.ts", ["dist/deploy.importspy.js"]],
        ["src/legacy.cts", ["dist/legacy.importspy.cjs"]],
      ],
    );
  });

  it("needs only the output and the package importspy", async () => {
    const image = await createProject({}, undefined);
    try {
      const installed = image.at("image/node_modules/importspy");
      for (const part of ["bin", "dist", "package.json"]) {
        await cp(path.join(root, "runtime", part), path.join(installed, part), { recursive: true });
      }
      await cp(shop.at("dist"), image.at("image/dist"), { recursive: true });
      await cp(shop.at("package.json"), image.at("image/package.json"));
      const bin = path.join(installed, "bin/importspy.cjs");
      const args = [bin, "check", ...MACHINE, "--package", "pg@8.11.3"];
      const finished = await run(process.execPath, args, { cwd: image.at("image"), env: VARIABLES });
      assert.equal(finished.code, 0, finished.stdout + finished.stderr);
    } finally {
      await image.remove();
    }
  });
}
