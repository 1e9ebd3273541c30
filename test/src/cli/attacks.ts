import assert from "node:assert/strict";
import { truncate } from "node:fs/promises";
import { it } from "node:test";
import { createProject, type Project } from "../project.ts";
import { importspy, seal } from "./fixture.ts";

/** The data of a contract that asks for `env.TOKEN`. */
const DATA = {
  key: "app/src/token.ts",
  package: "app",
  module: "src/token.ts",
  line: 1,
  alternatives: [{ conditions: [{ path: "env.TOKEN", expected: "a token", is: 0 }] }],
};

interface Parts {
  readonly data?: string;
  readonly uses?: string;
  readonly validators?: readonly string[];
  readonly before?: string;
  readonly after?: string;
}

/** A sidecar, with a first line that fits it. */
function sidecarOf({
  data,
  uses,
  validators = ['(input) => "good" === input'],
  before = "",
  after = "",
}: Parts): string {
  const lines = [
    'import { enforce, env, guard } from "importspy/dist/guard.mjs";',
    ...(before ? [before] : []),
    "enforce(",
    `${data ?? JSON.stringify(DATA)},`,
    `${uses ?? "{ env }"},`,
    "[",
    ...validators.map((each) => `${each},`),
    "],",
    ");",
    ...(after ? [after] : []),
    "export const $importspy = guard();",
  ];
  return seal(`${lines.join("\n")}\n`);
}

const dataWith = (change: string, by: string) => {
  const text = JSON.stringify(DATA);
  assert.ok(text.includes(change));
  return text.replace(change, by);
};

/** Sidecars that would do something if they were run, or that no build writes. */
const NOT_OF_THE_FORM: Readonly<Record<string, Parts>> = {
  exit: { before: "process.exit(0);" },
  "exit-behind": { after: "process.exit(0);" },
  "exit-in-a-line": { before: 'import { guard } from "importspy/dist/guard.mjs"; process.exit(0);' },
  loop: { before: "for (;;);" },
  pollution: { before: "Object.prototype.optional = true;" },
  import: { before: 'import { writeFileSync } from "node:fs";' },
  "dynamic-import": { before: 'import("x").catch((e) => e.constructor.constructor("return process")().exit(0));' },
  getter: { data: dataWith('"line":1', "get line() { process.exit(0); }") },
  "computed-data": { data: dataWith('"line":1', '"line":(process.exit(0),1)') },
  spread: { data: dataWith('"line":1', '"line":1,...process.exit(0)') },
  proto: { data: dataWith('"line":1', '"line":1,"__proto__":{"optional":true}') },
  "proto-of-a-condition": { data: dataWith('"is":0', '"is":0,"__proto__":{"optional":true}') },
  "proto-in-the-place-of-a-path": { data: dataWith('"path":"env.TOKEN"', '"__proto__":{"path":"env.TOKEN"}') },
  "constructor-as-path": { data: dataWith("env.TOKEN", "constructor") },
  "no-validator": { data: dataWith('"is":0', '"is":1') },
  "fraction-of-a-validator": { data: dataWith('"is":0', '"is":0.5') },
  "no-conditions": { data: dataWith('"conditions"', '"others"') },
  "deep-data": { data: `${'{"key":'.repeat(100_000)}1${"}".repeat(100_000)}` },
  "code-in-uses": { uses: "{ env: process.exit(0) }" },
  "more-validators": { validators: ['(input) => "good" === input', "(input) => true"] },
};

/** Validators that only an import can judge, and one that it could not judge either. */
const UNDECIDED: Readonly<Record<string, readonly string[]>> = {
  "exit-in-a-validator": ["(input) => process.exit(0)"],
  constructor: ['(input) => input.constructor.constructor("return process")().exit(0)'],
  "pollution-in-a-validator": ["(input) => { Object.prototype.optional = true; return true; }"],
  "loop-in-a-validator": ["(input) => { for (;;); }"],
  "date-of-an-author": ["(input) => new Date(input).getTime() > 0"],
  "several-lines": ["(input) => {\n  for (;;);\n}"],
  catastrophic: ["(input) => /^(a+)+$/.test(input)"],
  "catastrophic-list": ['(input) => input.split("").every(() => /^(a|a)*$/.test(input))'],
};

const LONG = `${"a".repeat(60)}!`;

/** Sidecars that somebody changed, and made a first line for: nothing of them is run. */
export function attacks(): void {
  const withProject = async (sidecars: Readonly<Record<string, string>>, use: (project: Project) => Promise<void>) => {
    const files = Object.entries(sidecars).map(([name, text]) => [`dist/${name}/token.importspy.js`, text]);
    const project = await createProject(Object.fromEntries(files));
    try {
      await use(project);
    } finally {
      await project.remove();
    }
  };

  it("sidecars with statements, with data that is not JSON, or of another shape", async () => {
    const sidecars = Object.fromEntries(
      Object.entries(NOT_OF_THE_FORM).map(([name, parts]) => [name, sidecarOf(parts)]),
    );
    await withProject({ ...sidecars, neighbour: sidecarOf({}) }, async (project) => {
      for (const command of ["check", "explain"]) {
        const { code, stdout, stderr } = await importspy(project, [command, "dist"]);
        assert.equal(code, 2, stderr);
        const reason = "it does not have the form of a sidecar; build again";
        const lines = Object.keys(sidecars)
          .sort()
          .map((name) => `importspy ${command}: dist/${name}/token.importspy.js: ${reason}\n`);
        assert.equal(stderr, lines.join(""));
        assert.ok(stdout.includes("TOKEN"), stdout);
      }
      const { stdout } = await importspy(project, ["check", "dist"], { env: { TOKEN: "bad" } });
      assert.match(stdout, /✗ env\.TOKEN +expected a token +set, but not a token/);
      const good = await importspy(project, ["check", "dist/neighbour"], { env: { TOKEN: "good" } });
      assert.equal(good.code, 0, good.stdout);
    });
  });

  it("validators with unsupported code, or code that never ends", async () => {
    const sidecars = Object.fromEntries(
      Object.entries(UNDECIDED).map(([name, validators]) => [name, sidecarOf({ validators })]),
    );
    await withProject(sidecars, async (project) => {
      for (const name of Object.keys(sidecars)) {
        const options = { env: { TOKEN: LONG } };
        const { code, stdout, stderr } = await importspy(project, ["check", `dist/${name}`], options);
        assert.equal(code, 2, stderr);
        assert.match(stderr, /^importspy check: src\/token\.ts:1: env\.TOKEN can only be judged at import: .*\n$/);
        assert.match(stdout, /\? env\.TOKEN +expected a token +judged at import\n\nthe contract can only be judged/);
        const unset = await importspy(project, ["check", `dist/${name}`]);
        assert.equal(unset.code, 1, unset.stdout);
      }
    });
  });

  it("in every format, with another alternative that holds", async () => {
    const [{ conditions }] = DATA.alternatives as [(typeof DATA.alternatives)[0]];
    const set = { path: "env.OTHER", expected: "a string", is: 1 };
    const data = JSON.stringify({ ...DATA, alternatives: [{ conditions }, { conditions: [set] }] });
    const validators = ["(input) => eval(input)", '(input) => "string" === typeof input'];
    const sidecars = { one: sidecarOf({ validators: validators.slice(0, 1) }), two: sidecarOf({ data, validators }) };
    await withProject(sidecars, async (project) => {
      const check = (folder: string, format: string, env: Record<string, string>) =>
        importspy(project, ["check", `dist/${folder}`, "--format", format], { env });
      const held = await check("two", "human", { TOKEN: "x", OTHER: "y" });
      assert.deepEqual([held.code, held.stderr], [0, ""]);
      assert.equal((await check("two", "human", { TOKEN: "x" })).code, 2);
      assert.equal((await check("two", "human", {})).code, 1);
      const [json, github, junit, sarif] = await Promise.all(
        ["json", "github", "junit", "sarif"].map((format) => check("one", format, { TOKEN: "x" })),
      );
      const reason = "env.TOKEN can only be judged at import: its tag has code that is not run here";
      const { holds, contracts } = JSON.parse(json!.stdout);
      assert.deepEqual([holds, contracts[0].holds, contracts[0].judged], [false, false, "at import"]);
      const [condition] = contracts[0].alternatives[0].conditions;
      assert.deepEqual([condition.holds, condition.judged, condition.hint], [false, "at import", reason.slice(10)]);
      const place = "title=importspy%3A undecided contract,file=src/token.ts,line=1";
      assert.ok(github!.stdout.startsWith(`::error ${place}::${reason}\n`), github!.stdout);
      assert.match(junit!.stdout, /failures="0" errors="1"/);
      assert.ok(junit!.stdout.includes(`<error message="${reason}" type="UndecidedContract"/>`), junit!.stdout);
      const [run] = JSON.parse(sarif!.stdout).runs;
      assert.deepEqual([run.results, run.invocations[0].executionSuccessful], [[], false]);
      assert.equal(run.invocations[0].toolExecutionNotifications[0].message.text, reason);
    });
  });

  it("a sidecar that is larger than memory", async () => {
    await withProject({ large: sidecarOf({}) }, async (project) => {
      await truncate(project.at("dist/large/token.importspy.js"), 2 ** 33);
      for (const command of ["check", "explain"]) {
        const { code, stdout, stderr } = await importspy(project, [command, "dist"]);
        assert.deepEqual([code, stdout], [2, ""]);
        const reason = "it cannot be read: it is larger than 16 MiB";
        assert.equal(stderr, `importspy ${command}: dist/large/token.importspy.js: ${reason}\n`);
      }
    });
  });
}
