/** The examples of docs/recipes.md and docs/migrating.md, run with the variables that they are about. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { createProject, type Project, root, tsconfig } from "../project.ts";

/** An example that runs: its variables, and what it exports then, or which of its conditions are broken. */
type Run = readonly [env: Readonly<Record<string, string>>, printed: string];

const DATABASE_URL = "postgres://localhost/shop";

/** By the heading that the example stands below. */
const RUNS: Readonly<Record<string, Readonly<Record<string, readonly Run[]>>>> = {
  recipes: {
    "A default": [
      [{}, '{"HOST":"127.0.0.1","PORT":3000}'],
      [{ PORT: "8080", HOST: "::1" }, '{"HOST":"::1","PORT":8080}'],
      [{ PORT: "70000" }, "env.PORT"],
    ],
    "A list": [
      [{ RETRY_AFTER: "1; 2.5" }, '{"ORIGINS":[],"RETRY_AFTER":[1,2.5]}'],
      [
        { ORIGINS: "https://a.org, https://b.org", RETRY_AFTER: "" },
        '{"ORIGINS":["https://a.org","https://b.org"],"RETRY_AFTER":[]}',
      ],
      [{ ORIGINS: "https://a.org, b", RETRY_AFTER: "1" }, "env.ORIGINS[1]"],
      [{}, "env.RETRY_AFTER"],
    ],
    "A feature flag": [
      [{}, '{"BETA":false,"ROLLOUT":{"checkout":0}}'],
      [
        { BETA: "1", ROLLOUT: '{"checkout":0.5,"search":true}' },
        '{"BETA":true,"ROLLOUT":{"checkout":0.5,"search":true}}',
      ],
      [{ BETA: "yes", ROLLOUT: '{"checkout":"all"}' }, "env.BETA, env.ROLLOUT.checkout"],
    ],
    "Development, tests and production": [
      [{}, '{"key":"none"}'],
      [{ NODE_ENV: "test" }, '{"key":"none"}'],
      [{ NODE_ENV: "production", DATABASE_URL, KEY: "key of tests" }, '{"key":"key of tests"}'],
      [{ NODE_ENV: "production", DATABASE_URL }, "env.KEY, env.NODE_ENV"],
    ],
    "A build without secrets": [
      [{ PHASE: "build" }, '{"sign":"text "}'],
      [{ SESSION_KEY: "key of tests" }, '{"sign":"text 12"}'],
      [{}, "env.PHASE, env.SESSION_KEY"],
    ],
    "Secrets in logs": [
      [
        { STRIPE_KEY: "key of tests" },
        '{"header":{"authorization":"Bearer key of tests"},"json":"{\\"STRIPE_KEY\\":\\"[secret]\\"}","line":"starting with [secret]"}',
      ],
      [{ STRIPE_KEY: "" }, "env.STRIPE_KEY"],
    ],
  },
  migrating: {
    "t3-env": [
      [
        { DATABASE_URL, AUTH_SECRET: "a", PORT: "" },
        `{"env":{"DATABASE_URL":"${DATABASE_URL}","PORT":3000,"NODE_ENV":"development","AUTH_SECRET":"[secret]"}}`,
      ],
      [
        { DATABASE_URL: "db", PORT: "0x50", NODE_ENV: "staging" },
        "env.DATABASE_URL, env.PORT, env.NODE_ENV, env.AUTH_SECRET",
      ],
    ],
    envalid: [
      [
        { API_URL: "https://api.example", ADMIN: "a@example.org", WORKERS: "2", TOKEN: "t" },
        '{"env":{"API_URL":"https://api.example","PORT":3000,"ADMIN":"a@example.org","VERBOSE":false,"WORKERS":2,"TOKEN":"[secret]"}}',
      ],
      [
        { API_URL: "x", ADMIN: "a", WORKERS: "3", VERBOSE: "yes" },
        "env.API_URL, env.ADMIN, env.VERBOSE, env.WORKERS, env.TOKEN",
      ],
    ],
    "@nestjs/config": [
      [
        { DATABASE_HOST: "db.example", JWT_SECRET: "j" },
        '{"Settings":{"host":"db.example","port":5432,"secret":"[secret]"}}',
      ],
      [{ DATABASE_HOST: "-", DATABASE_PORT: "1e3" }, "env.DATABASE_HOST, env.DATABASE_PORT, env.JWT_SECRET"],
    ],
    "dotenv-safe": [
      [{ DATABASE_URL, KEY: "k" }, `{"settings":{"DATABASE_URL":"${DATABASE_URL}","PORT":3000,"KEY":"[secret]"}}`],
      [{}, "env.DATABASE_URL, env.KEY"],
    ],
  },
};

/** Shows what an example exports: functions are called, and classes constructed. */
const SHOW = `
const shown = (value) =>
  typeof value !== "function" ? value : /^class/.test(value) ? new value() : value("text");
try {
  const module = await import(process.argv[2]);
  console.log(JSON.stringify(Object.fromEntries(Object.entries(module).map(([name, value]) => [name, shown(value)]))));
} catch (error) {
  if (error.code !== "ERR_IMPORTSPY_CONTRACT_VIOLATION") throw error;
  console.log([...new Set(error.violations.map(({ path }) => path))].join(", "));
}
`;

const fileOf = (page: string, heading: string) => `${page}-${heading.toLowerCase().replace(/\W+/g, "-")}`;

describe("examples of docs", { concurrency: 2 }, () => {
  let project: Project;
  const headings: Record<string, string[]> = {};
  before(async () => {
    const files: Record<string, string> = { "show.mjs": SHOW, "tsconfig.json": tsconfig() };
    for (const page of Object.keys(RUNS)) {
      const text = await readFile(path.join(root, `docs/${page}.md`), "utf8");
      for (const section of text.split(/^(?=## )/m)) {
        const heading = /^## (.*)$/m.exec(section)?.[1] ?? "";
        for (const [, code = ""] of section.matchAll(/^```ts\n(.*?)^```$/gms)) {
          headings[page] = [...(headings[page] ?? []), heading];
          files[`src/${fileOf(page, heading)}.ts`] = code;
        }
      }
    }
    project = await createProject(files);
    const { code, stdout } = await project.tspc();
    assert.equal(code, 0, stdout);
  });
  after(() => project?.remove());

  for (const [page, runs] of Object.entries(RUNS)) {
    it(`${page}.md has no others`, () => assert.deepEqual(headings[page], Object.keys(runs)));
    for (const [heading, all] of Object.entries(runs)) {
      it(`${page}.md: ${heading}`, async () => {
        for (const [env, printed] of all) {
          const { stdout, stderr } = await project.node(["show.mjs", `./dist/${fileOf(page, heading)}.js`], { env });
          assert.equal(stdout, `${printed}\n`, stderr);
        }
      });
    }
  }
});
