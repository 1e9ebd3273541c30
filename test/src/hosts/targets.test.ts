/** Builds know where their output will run: what can never hold there is an error, and variables are those put in. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createProject, type Project, tsconfig } from "../project.ts";
import { build as buildInFamily, outputOf } from "./builds.ts";
import { PACKERS, type PackRequest } from "./packers.ts";

const NAMES = ["server", "machine", "installed", "reader", "values", "constant", "never"];
const FILES = {
  "package.json": JSON.stringify({
    name: "app",
    version: "1.0.0",
    type: "module",
    sideEffects: ["./src/*page.ts"],
    dependencies: { pg: "^8" },
  }),
  "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler" }),
  "src/server.ts": '/** @importspy { runtime: { node: ">=20" } } */\nexport const secret = String("secret");',
  "src/machine.ts": '/** @importspy { os: "linux" | "darwin" } */\nexport const secret = "secret";',
  "src/installed.ts": '/** @importspy { packages: { pg: "^8" } } */\nexport const secret = "secret";',
  "src/never.ts": '/** @importspy { env: { API: "off" } } */\nexport const secret = String("never");',
  "src/constant.ts": '/** @importspy { env: { API: string } } */\nexport const secret = "secret";',
  "src/reader.ts":
    '/** @importspy { env: { API: "on" | "off"; MODES: List<string> } } */\nexport const secret = String("read");',
  "src/values.ts": `
    import { env } from "importspy";
    import type { Default } from "importspy";
    /** @importspy */
    export interface Contract { env: { API: "on" | "off"; PORT: number & Default<3000> } }
    const { API, PORT } = env<Contract>();
    export const secret = API + PORT;`,
  ...Object.fromEntries(
    NAMES.flatMap((name) => [
      [`src/${name}-view.ts`, `import { secret } from "./${name}.js";\nexport const shown = secret;\n`],
      [`src/${name}-page.ts`, `import { shown } from "./${name}-view.js";\nconsole.log(shown);\n`],
    ]),
  ),
  "src/plain.ts": "export const plain = 1;",
  "src/all.ts": 'export { plain } from "./plain.js";\nexport { secret } from "./server.js";',
  "src/barrel-page.ts": 'import { plain } from "./all.js";\nconsole.log(plain);',
  "src/lazy-page.ts": 'import("./server.js").then(({ secret }) => console.log(secret));',
};

const PUT_IN = { "process.env.API": '"on"', "process.env.MODES": '"a,b"' };

/** Builds entries, in one build. */
type BuildEntries = (
  names: readonly string[],
  outdir: string,
  more?: Pick<PackRequest, "define" | "isClient" | "minify">,
) => Promise<string>;

const entriesOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`${name}-page`, `src/${name}-page.ts`]));

describe("targets", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createProject(FILES);
  });
  after(() => project.remove());

  const builders: Record<string, BuildEntries> = Object.fromEntries(
    Object.entries(PACKERS).map(([host, pack]) => [
      host,
      (names, outdir, more) =>
        pack(project, { entries: entriesOf(names), outdir, format: "esm", isClient: true, ...more }),
    ]),
  );
  for (const host of ["rollup", "rolldown"] as const) {
    builders[host] = async (names, outdir, { define, isClient = true } = {}) => {
      const target = isClient ? { target: "browser" as const } : {};
      const request = {
        input: entriesOf(names),
        output: outputOf(outdir, "es"),
        plugin: target,
        define: { ...define },
      };
      return (await buildInFamily(project, host, [request]))[0]?.message ?? "";
    };
  }

  for (const [host, build] of Object.entries(builders)) {
    it(`${host}: client code cannot reach a module that asks for Node.js or a machine`, async () => {
      const said = await build(["server", "machine", "installed", "lazy"], `${host}/refused`);
      assert.match(
        said,
        /src\/server\.ts:1:1 - .*TS87401: src\/server\.ts cannot be loaded in a browser: its contract/,
      );
      assert.match(
        said,
        /asks for node >=20\. It is reached by src\/(server-page\.ts → src\/server-view|lazy-page)\.ts → /,
      );
      assert.match(
        said,
        /src\/machine\.ts:1:1 - .*TS87401: .* asks for os "linux" \| "darwin"\. .* → src\/machine\.ts\./,
      );
      assert.match(
        said,
        /TS87401: src\/installed\.ts cannot be loaded in a browser: its contract asks for package pg \^8\./,
      );
      assert.deepEqual(await project.list(`${host}/refused`).catch(() => []), []);
    });

    it(`${host}: server code may, and reading a constant loads its module`, async () => {
      const outdir = `${host}/server`;
      assert.equal(await build(["server", "constant"], outdir, { isClient: false, minify: true }), "");
      const { stdout, stderr } = await project.node([`${outdir}/constant-page.mjs`]);
      assert.equal(stdout, "");
      assert.match(stderr, /src\/constant-view\.ts:1 may not import src\/constant\.ts/);
    });

    it(`${host}: variables are those that are inlined`, async () => {
      const outdir = `${host}/defined`;
      // Rollup is told by other plugins what is free of side effects.
      const names = ["reader", "values", "never", ...(host === "rollup" ? [] : ["barrel"])];
      const [missing, said] = await Promise.all([
        build(["reader"], `${host}/missing`),
        build(names, outdir, { define: PUT_IN, minify: true }),
      ]);
      assert.match(
        missing,
        /TS87402: src\/reader\.ts asks for the variable 'API', .* put into client code: .* for variables/,
      );
      assert.equal(said, "");
      const run = (name: string) => project.node([`${outdir}/${name}-page.mjs`], { env: { API: "off" } });
      assert.equal((await run("reader")).stdout, "read\n");
      assert.equal((await run("values")).stdout, "on3000\n");
      if (host !== "rollup") assert.equal((await run("barrel")).stdout, "1\n");
      const { stderr } = await run("never");
      assert.match(stderr, /src\/never-view\.ts:1 may not import src\/never\.ts[\s\S]* set, but not "off"/);
      const { code, stdout } = await project.importspy(["verify", outdir]);
      assert.equal(code, 0, stdout);
    });
  }
});
