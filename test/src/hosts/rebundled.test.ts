/** A framework bundles what Vite has bundled again, in the same run: Nitro does, for TanStack Start and SolidStart. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import importspy from "@importspy/transformer/vite";
import { createBuilder, type Plugin } from "vite";
import { createProject, type Project, tsconfig } from "../project.ts";

const DRIVER = 'export const query = () => "rows";\nconsole.log("driver: evaluated");';
const FILES = {
  "package.json": JSON.stringify({ name: "app", version: "1.0.0", type: "module", dependencies: { driver: "1.0.0" } }),
  "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler" }),
  "node_modules/driver/package.json": JSON.stringify({ name: "driver", version: "1.0.0", type: "module" }),
  "node_modules/driver/index.js": DRIVER,
  "node_modules/driver/index.d.ts": "export declare const query: () => string;",
  "src/db.ts": `
    /** @importspy { env: { DATABASE_URL: string } } */
    import { query } from "driver";
    console.log("db: evaluated");
    export const rows = query;`,
  "src/vault.ts": `
    /** @importspy { importer: { module: "src/main.ts" } } */
    export const vault = "vault";`,
  "src/main.ts": `
    import { rows } from "./db.js";
    import { vault } from "./vault.js";
    console.log(rows(), vault);`,
};

/** Where the modules of a package go. */
const groups = [{ name: "_libs/driver", test: /node_modules.driver/ }];

/** Makes a server of what the environment `ssr` has built. */
function serverPlugin(project: Project): Plugin {
  return {
    name: "server",
    config: () => ({
      builder: {
        sharedConfigBuild: true,
        async buildApp({ build, environments }) {
          await build(environments.ssr!);
          await build(environments.server!);
        },
      },
      environments: {
        ssr: {
          build: {
            outDir: ".server",
            rolldownOptions: { input: "src/main.ts", output: { chunkFileNames: "[name].js" } },
          },
        },
        server: {
          consumer: "server",
          resolve: { noExternal: true },
          build: {
            outDir: "dist",
            rolldownOptions: {
              input: project.at(".server/main.js"),
              output: {
                codeSplitting: { groups },
                chunkFileNames: "[name].mjs",
                entryFileNames: "[name].mjs",
                // Nitro writes it as text, so no bundler renames what else has the name.
                banner: 'import process from "node:process";',
              },
            },
          },
        },
      },
    }),
  };
}

describe("output that is bundled again", () => {
  let project: Project;
  before(async () => {
    project = await createProject(FILES);
    const builder = await createBuilder(
      {
        root: project.folder,
        configFile: false,
        logLevel: "silent",
        plugins: [importspy(), serverPlugin(project)],
      },
      null,
    );
    await builder.buildApp();
  });
  after(() => project.remove());

  it("evaluates nothing before the verdict", async () => {
    const { stdout, stderr } = await project.node(["dist/main.mjs"]);
    assert.equal(stdout, "");
    assert.match(stderr, /src\/main\.ts:\d+ may not import src\/db\.ts/);
  });

  it("runs where the contract holds", async () => {
    const { stdout } = await project.node(["dist/main.mjs"], { env: { DATABASE_URL: "x" } });
    assert.equal(stdout, "driver: evaluated\ndb: evaluated\nrows vault\n");
  });

  it("verify proves it where a framework adds a file that imports an entry", async () => {
    await project.write({ ".server/nodes/2.js": 'import * as server from "../main.js";\nexport { server };\n' });
    const { code, stdout } = await project.importspy(["verify", ".server"]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /2 contracts: all guarded/);
  });

  for (const folder of [".server", "dist"]) {
    it(`verify proves ${folder}, where chunk names have no hash`, async () => {
      const { code, stdout } = await project.importspy(["verify", folder]);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /2 contracts: all guarded/);
    });
  }
});
