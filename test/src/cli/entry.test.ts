/** `--entry` of `check` and `explain`, and contracts of installed packages. */
import assert from "node:assert/strict";
import { cp, mkdir, symlink } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { createShop, importspy, MACHINE, VARIABLES } from "./fixture.ts";

const shop = await createShop();
after(() => shop.remove());

describe("--entry", { concurrency: 2 }, () => {
  it("judges only what a file reaches", async () => {
    const env = { REGION: "eu" };
    const deploy = await importspy(shop, ["check", "--entry", "dist/deploy.js", ...MACHINE], { env });
    assert.match(deploy.stdout, /✓ src\/deploy\.ts/);
    assert.doesNotMatch(deploy.stdout, /payments/);
    assert.equal(deploy.code, 0, deploy.stdout + deploy.stderr);
    const app = await importspy(shop, ["check", "--entry", "src/app.ts", ...MACHINE], { env });
    assert.match(app.stdout, /✗ src\/payments\.ts:4/);
    assert.equal(app.code, 1);
    const whole = await importspy(shop, ["check", "--entry", "src/app.ts", ...MACHINE], { env: VARIABLES });
    assert.equal(whole.code, 0, whole.stdout + whole.stderr);
  });

  it("explains as --needs does", async () => {
    const [entry, needs] = await Promise.all(
      ["--entry", "--needs"].map((option) => importspy(shop, ["explain", option, "src/app.ts"])),
    );
    assert.equal(entry!.stdout, needs!.stdout);
    assert.match(entry!.stdout, /Needed through/);
  });

  it("accepts one existing file", async () => {
    const lines = [
      [["--entry", "dist"], "--entry takes a file, and dist is a folder"],
      [["--entry", "dist/app.js", "dist"], "--entry takes one file; what is dist for?"],
      [["--entry", "dist/none.js"], "there is no file dist/none.js; build first"],
    ] as const;
    for (const [args, message] of lines) {
      const { code, stderr } = await importspy(shop, ["check", ...args]);
      assert.deepEqual([code, stderr], [2, `importspy check: ${message}\n`]);
    }
  });
});

describe("node_modules", () => {
  it("shows and judges the contracts of installed packages, each once", async () => {
    const install = async (folder: string, name: string, dependencies: object) => {
      await mkdir(shop.at(folder), { recursive: true });
      await cp(shop.at("dist"), shop.at(folder, "dist"), { recursive: true });
      await shop.write({ [`${folder}/package.json`]: JSON.stringify({ name, version: "1.0.0", dependencies }) });
    };
    const before = await importspy(shop, ["explain", "node_modules"]);
    assert.equal(before.stderr, "importspy explain: no package in node_modules brings a contract\n");
    assert.equal(before.code, 2);
    // In the store of pnpm, with a link to it, under a scope, inside another package, and one that does not know of importspy.
    await install("node_modules/.pnpm/shop@1.0.0/node_modules/shop", "shop", { importspy: "*" });
    await symlink(".pnpm/shop@1.0.0/node_modules/shop", shop.at("node_modules/shop"));
    await install("node_modules/@acme/pay/node_modules/inner", "inner", { importspy: "*" });
    await shop.write({ "node_modules/@acme/pay/package.json": '{ "name": "@acme/pay", "version": "1.0.0" }' });
    await install("node_modules/other", "other", {});
    const { stdout, stderr } = await importspy(shop, ["explain", "node_modules", "--format", "json"]);
    assert.equal(stderr, "");
    const { contracts } = JSON.parse(stdout);
    const folders = contracts.flatMap(({ sidecars }: { sidecars: readonly string[] }) =>
      sidecars.map((file) => file.replace(/\/dist\/.*/, "")),
    );
    assert.deepEqual([...new Set(folders)].sort(), [
      "node_modules/.pnpm/shop@1.0.0/node_modules/shop",
      "node_modules/@acme/pay/node_modules/inner",
    ]);
    const check = await importspy(shop, ["check", "node_modules", ...MACHINE], { env: VARIABLES });
    assert.match(check.stdout, /✓ .*payments\.ts/);
    const broken = await importspy(shop, ["check", "node_modules", ...MACHINE], { env: {} });
    assert.equal(broken.code, 1);
  });
});

describe("explain --why", { concurrency: 2 }, () => {
  it("shows each step of the verdict on an import", async () => {
    const { code, stdout, stderr } = await importspy(shop, ["explain", "--why", "src/app.ts", "src/legacy.cts"], {
      env: VARIABLES,
    });
    assert.equal(
      stdout,
      `shop/src/app.ts imports shop/src/legacy.cts on line 3
  ✓ importer           anybody    shop/src/app.ts
  ✓ env.LEGACY_TOKEN   a secret   set

The import is admitted here
`,
    );
    assert.deepEqual([code, stderr], [0, ""]);
    const emitted = await importspy(shop, ["explain", "--why", "dist/app.js", "dist/payments.js"], { env: {} });
    assert.match(emitted.stdout, /^ {2}✓ importer +module `src\/\$\{string\}` +shop\/src\/app\.ts$/m);
    assert.match(emitted.stdout, /^ {2}✗ env\.STRIPE_KEY +a secret +not set$/m);
    assert.match(emitted.stdout, /\n\nThe import is refused here\n$/);
    assert.equal(emitted.code, 1);
  });

  it("shows alternatives one by one", async () => {
    const { stdout } = await importspy(shop, ["explain", "--why", "src/app.ts", "src/deploy.ts"], { env: {} });
    assert.match(stdout, /\n {2}Alternative 1\n.*\n {2}✗ os .*\n {2}Alternative 2\n/s);
  });

  it("reports in one line what is not an import", async () => {
    const lines = [
      [["src/app.ts"], "--why takes an importer and one module: --why <importer> <module>"],
      [
        ["src/deploy.ts", "src/legacy.cts"],
        "src/deploy.ts does not import src/legacy.cts, or was not built since it does",
      ],
      [["src/app.ts", "src/trace.ts"], "src/trace.ts has no contract"],
    ] as const;
    for (const [args, message] of lines) {
      const { code, stderr } = await importspy(shop, ["explain", "--why", ...args]);
      assert.deepEqual([code, stderr], [2, `importspy explain: ${message}\n`]);
    }
  });
});
