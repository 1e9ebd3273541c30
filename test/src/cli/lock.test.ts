/** `importspy lock`: what it writes, what it depends on, and files that it cannot read. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { formatLock, type LockedContract, lockContract, parseLock, readSidecar } from "importspy/dist/artifacts.cjs";
import ts from "typescript";
import { moduleOf, randomVariables } from "../../fuzz/contracts.ts";
import { createRandom } from "../../fuzz/random.ts";
import { compile } from "../compile.ts";
import type { Project } from "../project.ts";
import { createShop, importspy } from "./fixture.ts";

const SHOP = `# Import contracts

<!-- importspy.lock 1 -->

Written by \`importspy lock\`. Change the contracts in the sources, build, and run it again.

## shop/pg, declared in src/pg.d.ts

- \`env.PGHOST: string\`

Imported by

- \`shop/src/app.ts\`

## shop/src/deploy.ts

### Alternative 1

> Windows only in the old region.

- \`os: "win32"\`
- \`env.REGION: string\`

### Alternative 2

- \`os: "linux"\`
- \`runtime: { bun: ">=1.1" } | { node: ">=22" }\`
- \`env.REGION?: string\`

Imported by

- \`shop/src/app.ts\`

## shop/src/legacy.cts

- \`env.LEGACY_TOKEN: Secret\`

Imported by

- \`shop/src/app.ts\`

## shop/src/payments.ts

> Ask in #payments, import.meta.url, "quoted" & <tagged>.

- \`os: "darwin" | "linux"\`
- \`arch: "arm64" | "x64"\`
- \`libc?: "glibc"\`
- \`runtime.node: ">=20.11"\`
- \`env.DATABASE_URL: string & Format<"uri">\`
- \`env.LOG_LEVEL: "debug" | "info"\`
- \`env.PORT?: number & Type<"uint32"> & Maximum<65535>\`
- \`env.STRIPE_KEY: Secret\`
- \`packages.pg: "^8.11"\`
- importer: \`\`{ module: \`src/\${string}\` }\`\`

Imported by

- \`shop/src/app.ts\`
`;

const shop = await createShop();
after(() => shop.remove());

/** Builds sources in memory, and locks them. */
function lockSources(files: Readonly<Record<string, string>>): readonly LockedContract[] {
  const { errors, emitted } = compile(files);
  assert.deepEqual(errors, []);
  const sidecars = Object.entries(emitted).filter(([name]) => /\.importspy\.[cm]?js$/.test(name));
  return sidecars.flatMap(([, text]) => {
    const { contract } = readSidecar(text, "0.1.0");
    return contract ? [lockContract(contract.data, contract.validators, [])] : [];
  });
}

async function edit(project: Project, name: string, change: (text: string) => string): Promise<void> {
  await project.write({ [name]: change(await project.read(name)) });
}

describe("importspy lock", () => {
  it("writes a section for each contract, and a line for each condition", async () => {
    const { code, stdout, stderr } = await importspy(shop, ["lock", "dist"]);
    assert.deepEqual([code, stdout, stderr], [0, "importspy.lock.md is written: 4 contracts\n", ""]);
    assert.equal(await shop.read("importspy.lock.md"), SHOP);
    const again = await importspy(shop, ["lock", "dist"]);
    assert.equal(again.stdout, "importspy.lock.md is unchanged: 4 contracts\n");
    const check = await importspy(shop, ["lock", "--check"]);
    assert.deepEqual([check.code, check.stdout], [0, "importspy.lock.md is what the build says: 4 contracts\n"]);
  });

  it("shows the difference, contract by contract, and writes nothing with --check", async () => {
    const other = SHOP.replace('env.PORT?: number & Type<"uint32"> & Maximum<65535>', "env.PORT: number")
      .replace("> Ask in", "> Do not ask in")
      .replace("## shop/src/legacy.cts", "## shop/src/old.cts");
    await shop.write({ "other.md": other });
    const { code, stdout, stderr } = await importspy(shop, ["lock", "dist", "--check", "--file", "other.md"]);
    assert.equal(stderr, "");
    assert.equal(
      stdout,
      `other.md is not what the build says

shop/src/legacy.cts (new)
  + \`env.LEGACY_TOKEN: Secret\`
  + Imported by
  + \`shop/src/app.ts\`

shop/src/old.cts (gone)
  - \`env.LEGACY_TOKEN: Secret\`
  - Imported by
  - \`shop/src/app.ts\`

shop/src/payments.ts
  - > Do not ask in #payments, import.meta.url, "quoted" & <tagged>.
  - \`env.PORT: number\`
  + > Ask in #payments, import.meta.url, "quoted" & <tagged>.
  + \`env.PORT?: number & Type<"uint32"> & Maximum<65535>\`

Run importspy lock, and commit the file
`,
    );
    assert.equal(code, 1);
    assert.equal(await shop.read("other.md"), other);
  });

  it("says in one line why a lock file cannot be read", async () => {
    const lines: readonly (readonly [text: string, message: string])[] = [
      [
        SHOP.replace(
          "- `env.PGHOST: string`",
          "<<<<<<< HEAD\n- `env.PGHOST: string`\n=======\n- `env.PG: string`\n>>>>>>> b",
        ),
        "it has a merge conflict on line 9; merge the sources, build, and run importspy lock",
      ],
      [
        SHOP.replace("importspy.lock 1", "importspy.lock 2"),
        "it has version 2, and this importspy reads version 1; install the importspy that wrote it",
      ],
      [
        SHOP.replace('"linux"`\n- `arch', '"linux"` reviewed\n- `arch'),
        "it was edited by hand on line 46; run importspy lock",
      ],
      // In another order than it is written in.
      [SHOP.replace('"debug" | "info"', '"info" | "debug"'), "it was edited by hand on line 51; run importspy lock"],
      [SHOP.replace("Maximum<65535>", "Maximum<"), "it was edited by hand on line 52; run importspy lock"],
      ["# Contracts\n", "it does not begin as a lock file does; run importspy lock"],
    ];
    for (const [text, message] of lines) {
      await shop.write({ "bad.md": text });
      const { code, stdout, stderr } = await importspy(shop, ["lock", "dist", "--check", "--file", "bad.md"]);
      assert.deepEqual([code, stdout, stderr], [2, "", `importspy lock: bad.md: ${message}\n`]);
    }
    const missing = await importspy(shop, ["lock", "dist", "--check", "--file", "none.md"]);
    assert.equal(missing.stderr, "importspy lock: there is no none.md; run importspy lock, and commit the file\n");
    assert.equal(missing.code, 2);
  });

  it("writes nothing when a sidecar cannot be read, a source has changed, or nothing was built", async () => {
    const project = await createShop();
    try {
      await edit(project, "dist/legacy.importspy.cjs", (text) => `${text}// later\n`);
      const changed = await importspy(project, ["lock", "dist"]);
      assert.match(changed.stderr, /legacy\.importspy\.cjs: it was changed after the build/);
      await edit(project, "dist/legacy.importspy.cjs", (text) => text.replace("// later\n", ""));
      await edit(project, "src/payments.ts", (text) => `\n${text}`);
      const stale = await importspy(project, ["lock", "dist"]);
      assert.match(stale.stderr, /^importspy lock: src\/payments\.ts has its contract on line 5, and not on line 4/);
      const empty = await importspy(project, ["lock", "node_modules/pg"]);
      assert.match(empty.stderr, /^importspy lock: node_modules\/pg holds JavaScript without sidecars/);
      assert.deepEqual([changed.code, stale.code, empty.code], [2, 2, 2]);
      assert.deepEqual(
        (await project.list()).filter((name) => name.endsWith(".md")),
        [],
      );
    } finally {
      await project.remove();
    }
  });

  it("does not depend on any order, or on uncontracted files", () => {
    const contract = (os: string, env: string, importer: string) =>
      `/** @importspy { ${env}; os: ${os}; importer: ${importer} } */\nexport const a = 1;\n`;
    const importers = ["`lib/${string}`", '"src/z.ts"', '"src/y.ts"'];
    const first = lockSources({
      "src/a.ts": contract(
        '"linux" | "darwin"',
        "env: { B: 3 | 1; A?: string }",
        `{ module: ${importers.join(" | ")} }`,
      ),
      ...{ "src/y.ts": "", "src/z.ts": "", "lib/x.ts": "" },
    });
    const second = lockSources({
      // The compiler sees the literals in this order first.
      "lib/0.ts": 'export const all: ("src/y.ts" | "src/z.ts" | "darwin" | "linux" | 1 | 3)[] = [];',
      ...{ "lib/renamed.ts": "", "src/z.ts": "", "src/y.ts": "" },
      "src/a.ts": contract(
        '"darwin" | "linux"',
        "env: { A?: string; B: 1 | 3 }",
        `{ module: ${[...importers].reverse().join(" | ")} }`,
      ),
    });
    assert.equal(formatLock(second), formatLock(first));
    assert.match(formatLock(first), /- `env\.B: 1 \| 3`\n- importer: ``\{ module: "src\/y\.ts" \|/);
  });

  it("writes defaults, lists and JSON in the form of contracts", () => {
    const [contract] = lockSources({
      "src/a.ts":
        '/** @importspy { env: { PORT: number & Default<3000>; HOSTS: List<string & MinLength<2>>; IDS: List<number | "all", ";">; FLAGS?: Json<{ beta: boolean; limits: (number & Maximum<9>)[]; [name: string]: unknown }>; KEY: Secret } } */\nexport {};\n',
    });
    const text = formatLock([contract!]);
    assert.match(text, /^- `env\.PORT\?: number = "3000"`$/m);
    assert.match(text, /^- `env\.KEY: Secret`$/m);
    assert.match(text, /^- `env\.HOSTS: List<string & MinLength<2>>`$/m);
    assert.match(text, /^- `env\.IDS: List<"all" \| number, ";">`$/m);
    assert.match(
      text,
      /^- `env\.FLAGS\?: Json<\{ beta: boolean; limits: \(number & Maximum<9>\)\[\]; \[name: string\]: unknown \}>`$/m,
    );
    assert.equal(formatLock(parseLock(text)), text);
  });

  it("reads what it wrote, for random contracts and for all kinds of names", () => {
    const random = createRandom(7);
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `contract${index}.ts`,
        moduleOf(randomVariables(random, 25), random.pick(["comment", "interface", "values"])),
      ]),
    );
    const options = { module: ts.ModuleKind.Node20, moduleResolution: ts.ModuleResolutionKind.Node16 };
    const { errors, emitted } = compile({ ...files, "package.json": '{ "name": "fuzz" }' }, options);
    assert.deepEqual(errors, []);
    const contracts = Object.entries(emitted)
      .filter(([name]) => name.endsWith(".importspy.js"))
      .map(([, text]) => readSidecar(text, "0.1.0").contract!)
      .map(({ data, validators }) => lockContract(data, validators, ["a/b.ts", "fuzz/`x`.ts", "fuzz/ y.ts "]));
    assert.equal(contracts.length, 30);
    const text = formatLock(contracts);
    const again = parseLock(text);
    assert.equal(formatLock(again), text);
    const types = contracts.flatMap(({ alternatives }) => alternatives.flatMap(({ terms }) => terms));
    const unknown = types.filter(({ type }) => type.kind === "unknown");
    assert.deepEqual(unknown.map(({ type }) => type).slice(0, 3), []);
    assert(types.length > 700);
  });
});
