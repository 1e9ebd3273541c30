import assert from "node:assert/strict";
import { it } from "node:test";
import { parseEnv } from "node:util";
import type { Project } from "../project.ts";
import { importspy } from "./fixture.ts";

const TEXT = `src/payments.ts:4 (shop)
  The machine must be
    operating system   "linux" | "darwin"
    processor          "x64" | "arm64"
    C library          "glibc", optional
    Node.js            >=20.11
  The environment must hold
    DATABASE_URL       a uri
    PORT               a uint32 of at most 65535, optional
    LOG_LEVEL          "debug" | "info"
    STRIPE_KEY         a secret
  These packages must be installed
    pg                 ^8.11
  The importer must be
    module \`src/\${string}\`
  Ask in #payments, import.meta.url, "quoted" & <tagged>.

src/deploy.ts:2 (shop): one of 2 alternatives must hold
  Alternative 1
    The machine must be
      operating system   "win32"
    The environment must hold
      REGION             a string
    Anybody may import it
    Windows only in the old region.
  Alternative 2
    The machine must be
      operating system   "linux"
      runtime            node >=22 | bun >=1.1
    The environment must hold
      REGION             a string, optional
    Anybody may import it
`;

const ENV = `# a string, required (src/pg.d.ts)
PGHOST=

# a string, required by alternative 1 (src/deploy.ts)
# REGION=

# a secret, required (src/legacy.cts)
LEGACY_TOKEN=

# a uri, required (src/payments.ts)
DATABASE_URL=

# a uint32 of at most 65535, optional (src/payments.ts)
# PORT=

# "debug" | "info", required (src/payments.ts)
LOG_LEVEL=

# a secret, required (src/payments.ts)
STRIPE_KEY=
`;

/** How `explain` tells what contracts ask for. */
export function explainFormats(shop: Project): void {
  const explain = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await importspy(shop, ["explain", ...args]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    return stdout;
  };

  it("describes contracts in words", async () => {
    const [payments, deploy] = await Promise.all([explain("src/payments.ts"), explain("dist/deploy.js")]);
    assert.equal(`${payments}\n${deploy}`, TEXT);
  });

  it("shows the contract of an external module with its file", async () => {
    const [importer, declaration] = await Promise.all([explain("dist/app.js"), explain("src/pg.d.ts")]);
    assert.match(declaration, /^src\/pg\.d\.ts:1 \(for pg\)\n/);
    assert.equal(importer, declaration);
  });

  it("writes contracts as JSON", async () => {
    const { version, contracts } = JSON.parse(await explain("dist", "--format", "json"));
    assert.equal(version, 1);
    assert.deepEqual(
      contracts.map(({ module }: { module: string }) => module),
      ["pg", "src/deploy.ts", "src/legacy.cts", "src/payments.ts"],
    );
    const [{ machine, environment, packages, importer, note }] = contracts[3].alternatives;
    const term = (path: string, name: string, expected: string) => ({ path, name, expected, optional: false });
    assert.deepEqual(machine[3], term("runtime.node", "Node.js", ">=20.11"));
    assert.deepEqual(environment[1], {
      ...term("env.PORT", "PORT", "a uint32 of at most 65535"),
      optional: true,
    });
    assert.deepEqual(packages, [term("packages.pg", "pg", "^8.11")]);
    assert.deepEqual(importer, { expected: "module `src/${string}`" });
    assert.match(note, /^Ask in #payments/);
  });

  it("writes contracts as a Markdown table with escaped cells", async () => {
    const lines = (await explain("dist", "--format", "markdown")).trimEnd().split("\n");
    assert.deepEqual(lines.slice(0, 2), [
      "| Module | Alternative | Asks for | Expected |  |",
      "| --- | --- | --- | --- | --- |",
    ]);
    for (const line of lines) assert.equal(line.match(/(?<!\\)\|/g)?.length, 6, line);
    assert.ok(lines.includes("| `src/deploy.ts` | 2 | `runtime` | `node >=22 \\| bun >=1.1` | required |"));
    assert.ok(lines.includes("| `src/payments.ts` |  | `importer` | `` module `src/${string}` `` | required |"));
    const note = 'Ask in #payments, import.meta.url, "quoted" & \\<tagged\\>.';
    assert.equal(lines.at(-1), `| \`src/payments.ts\` |  | note | ${note} |  |`);
  });

  it("writes variables as a .env.example without values", async () => {
    const text = await explain("dist", "--format", "env");
    assert.equal(text, ENV);
    assert.deepEqual([...new Set(Object.values(parseEnv(text)))], [""]);
  });
}
