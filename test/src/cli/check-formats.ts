import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { it } from "node:test";
import type { Project } from "../project.ts";
import { importspy, MACHINE, seal, VARIABLES } from "./fixture.ts";

/** Breaks one condition of one contract. */
const BROKEN = [...MACHINE, "--env", "PORT=99999"];

const REFUSAL = [
  "src/payments.ts may not be loaded: this environment breaks its contract in 1 place",
  "",
  "  env.PORT   expected a uint32 of at most 65535   set, but not a uint32 of at most 65535",
  "",
  '  Ask in #payments, import.meta.url, "quoted" & <tagged>.',
  "  contract: src/payments.ts:4",
];

/** How `check` reports to machines. */
export function checkFormats(shop: Project): void {
  const check = async (format: string, options: readonly string[], env: Record<string, string> = VARIABLES) => {
    const finished = await importspy(shop, ["check", "dist", "--format", format, ...options], { env });
    assert.equal(finished.stderr, "");
    return finished;
  };

  it("reports as JSON", async () => {
    const { code, stdout } = await check("json", BROKEN);
    const report = JSON.parse(stdout);
    assert.equal(code, 1);
    assert.deepEqual([report.version, report.holds, report.unreadable], [1, false, []]);
    const [, deploy, , payments] = report.contracts;
    assert.deepEqual(
      [deploy.holds, deploy.alternatives.map(({ holds }: { holds: boolean }) => holds)],
      [true, [false, true]],
    );
    const { alternatives, ...rest } = payments;
    assert.deepEqual(rest, {
      package: "shop",
      module: "src/payments.ts",
      source: "src/payments.ts",
      line: 4,
      sidecars: ["dist/payments.importspy.js"],
      holds: false,
    });
    const [{ conditions, importer, note }] = alternatives;
    assert.deepEqual(conditions[5], {
      path: "env.PORT",
      expected: "a uint32 of at most 65535",
      optional: true,
      holds: false,
      kind: "invalid",
      hint: "set, but not a uint32 of at most 65535",
    });
    assert.deepEqual(conditions[0], {
      path: "os",
      expected: '"linux" | "darwin"',
      optional: false,
      holds: true,
      found: '"linux"',
      hint: 'found "linux"',
    });
    assert.deepEqual(importer, { expected: "module `src/${string}`", judged: "at import" });
    assert.match(note, /^Ask in #payments/);
    assert.deepEqual(JSON.parse((await check("json", MACHINE)).stdout).holds, true);
  });

  it("reports as annotations of GitHub, from the checkout's folder", async () => {
    const message = REFUSAL.join("%0A");
    const place = "title=importspy%3A broken contract,file=src/payments.ts,line=4";
    const summary = "contracts: 4, broken: 1, unreadable sidecars: 0\n";
    assert.equal((await check("github", BROKEN)).stdout, `::error ${place}::${message}\n${summary}`);
    const { stdout } = await check("github", BROKEN, { ...VARIABLES, GITHUB_WORKSPACE: shop.at("..") });
    assert.ok(stdout.includes(`file=${shop.folder.split(/[\\/]/).at(-1)}/src/payments.ts,line=4`), stdout);
  });

  it("reports as JUnit XML", async () => {
    const { stdout } = await check("junit", BROKEN);
    const text = REFUSAL.join("\n").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const attributes = (module: string, line: number) =>
      `name="${module}" classname="shop" file="${module}" line="${line}"`;
    assert.equal(
      stdout,
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="importspy check" tests="4" failures="1" errors="0">
  <testsuite name="shop" tests="4" failures="1" errors="0">
    <testcase name="pg" classname="shop" file="src/pg.d.ts" line="1"/>
    <testcase ${attributes("src/deploy.ts", 2)}/>
    <testcase ${attributes("src/legacy.cts", 1)}/>
    <testcase ${attributes("src/payments.ts", 4)}>
      <failure message="${REFUSAL[0]}" type="ContractViolationError">${text.replaceAll('"', "&quot;")}</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it("reports as SARIF", async () => {
    const { stdout } = await check("sarif", BROKEN);
    const { version, runs } = JSON.parse(stdout);
    const [{ tool, results, invocations }] = runs;
    assert.equal(version, "2.1.0");
    assert.equal(tool.driver.name, "importspy");
    assert.deepEqual(invocations, [{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    assert.equal(results.length, 1);
    const [{ ruleId, level, message, locations }] = results;
    assert.deepEqual([ruleId, level], ["invalid", "error"]);
    assert.ok(tool.driver.rules.some(({ id }: { id: string }) => id === ruleId));
    assert.match(message.text, /^env\.PORT: expected a uint32 of at most 65535, set, but not a uint32/);
    assert.deepEqual(locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: "src/payments.ts", uriBaseId: "%SRCROOT%" },
          region: { startLine: 4 },
        },
      },
    ]);
  });

  it("writes SARIF for code scanning: each rule with its help, each file as a URI from the checkout", async () => {
    // Where no other test looks.
    const folder = "node_modules/a b#c/d%e";
    const name = JSON.stringify({ name: "strange", type: "module" });
    await shop.write({ [`${folder}/package.json`]: name });
    const text = (await shop.read("dist/payments.importspy.js")).replaceAll('"package":"shop"', '"package":"strange"');
    await writeFile(shop.at(folder, "payments.importspy.js"), seal(text.slice(text.indexOf("\n") + 1)));
    const env = { ...VARIABLES, LOG_LEVEL: "loud", GITHUB_WORKSPACE: shop.folder };
    const args = ["check", ".", "--format", "sarif", ...MACHINE, "--package", "pg@8.11.3"];
    const { code, stdout } = await importspy(shop, args, { env, cwd: shop.at(folder) });
    assert.equal(code, 1);
    const [{ tool, results }] = JSON.parse(stdout).runs;
    for (const { shortDescription, fullDescription, help } of tool.driver.rules) {
      for (const each of [shortDescription, fullDescription, help]) assert.match(each.text, /^[A-Z].*\.$/);
    }
    const [{ physicalLocation }] = results[0].locations;
    assert.equal(physicalLocation.artifactLocation.uri, "node_modules/a%20b%23c/d%25e/src/payments.ts");
  });

  it("uses colours only in the human format", async () => {
    const env = { ...VARIABLES, FORCE_COLOR: "1" };
    const [human, json] = await Promise.all([check("human", BROKEN, env), check("json", BROKEN, env)]);
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    assert.ok(human.stdout.includes(`${red("✗")} env.PORT `), human.stdout);
    assert.ok(!json.stdout.includes("\u001b"), json.stdout);
  });

  it("shows no value of a variable, in any format, whether contracts hold or not", async () => {
    const planted = "hunter2-";
    await shop.write({ "files/secrets.env": `LEGACY_TOKEN=${planted}file\nLOG_LEVEL=${planted}level\n` });
    const env = { DATABASE_URL: `${planted}url`, STRIPE_KEY: `${planted}key`, PORT: `${planted}80`, PGHOST: planted };
    const options = ["--env-file", "files/secrets.env", "--env", `REGION=${planted}region`];
    const broken = ["human", "json", "github", "junit", "sarif"].map((format) => check(format, options, env));
    const legacy = ["dist/legacy.cjs", "src/pg.d.ts"];
    const holding = ["human", "json"].map((format) =>
      importspy(shop, ["check", ...legacy.slice(0, 1), "--format", format, ...options], { env }),
    );
    const refused = [
      importspy(shop, ["check", "dist", `STRIPE_KEY=${planted}`]),
      importspy(shop, ["check", "dist", "--env", planted]),
      importspy(shop, ["check", "dist", `--STRIPE_KEY=${planted}`]),
    ];
    const finished = await Promise.all([...broken, ...holding, ...refused]);
    assert.deepEqual(
      finished.map(({ code }) => code),
      [1, 1, 1, 1, 1, 0, 0, 2, 2, 2],
    );
    for (const { stdout, stderr } of finished) assert.ok(!`${stdout}${stderr}`.includes("hunter2"), stdout + stderr);
  });
}
