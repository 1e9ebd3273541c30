/** Guards survive bundlers that are told that no module has side effects, and still run before the module. */
import assert from "node:assert/strict";
import os from "node:os";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { rollup } from "rollup";
import webpack from "webpack";
import { createProject, type Project } from "../project.ts";

const SOURCES = {
  "package.json": JSON.stringify({ name: "app", type: "module", sideEffects: false }),
  "src/database.ts": `
    console.log("database: evaluated");
    export function database() { return process.env.TOKEN ? "db" : "nothing"; }
    export const unused = "unused";`,
  "src/payments.ts": `
    /** @importspy { env: { TOKEN: Secret } } Ask in #payments. */
    import { database } from "./database.js";
    console.log("payments: evaluated");
    export const pay = () => \`paid through \${database()}\`;
    export const unused = () => "unused";`,
  "src/free.ts": 'export const free = () => "free";',
  "src/index.ts": 'export { pay } from "./payments.js";\nexport * from "./free.js";',
  "src/static.ts": 'import { pay } from "./payments.js";\nconsole.log(pay());',
  "src/barrel.ts": 'import { pay } from "./index.js";\nconsole.log(pay());',
  "src/star.ts": 'export * from "./payments.js";\nimport * as all from "./index.js";\nconsole.log(all.pay());',
  "src/dynamic.ts": `
    console.log("main: evaluated");
    const { pay } = await import("./payments.js");
    console.log(pay());`,
  "src/caught.ts": `
    export {};
    import("./payments.js").then(
      ({ pay }) => console.log(pay()),
      ({ code, importer }) => console.log(code, importer.module),
    );`,
};

type Format = "esm" | "cjs";

/** Bundles `dist/<entry>.js` into `folder`, minified; returns nothing. */
type Bundle = (project: Project, entry: string, format: Format, folder: string) => Promise<unknown>;

const bundleWithEsbuild: Bundle = (project, entry, format, folder) =>
  build({
    entryPoints: { main: project.at("dist", `${entry}.js`) },
    bundle: true,
    minify: true,
    treeShaking: true,
    splitting: format === "esm",
    platform: "node",
    format,
    outdir: project.at(folder),
    logLevel: "error",
  });

const bundleWithRollup: Bundle = async (project, entry, format, folder) => {
  const bundle = await rollup({
    input: { main: project.at("dist", `${entry}.js`) },
    external: /^node:/,
    // Says of every module what package.json says of those of a package.
    treeshake: { moduleSideEffects: false },
    plugins: [
      {
        name: "resolve",
        resolveId: (id) => (id.startsWith("importspy") ? fileURLToPath(import.meta.resolve(id)) : null),
      },
    ],
  });
  await bundle.write({ dir: project.at(folder), format, compact: true });
  await bundle.close();
};

const bundleWithWebpack: Bundle = async (project, entry, format, folder) => {
  const compiler = webpack({
    mode: "production",
    target: "node",
    context: project.folder,
    entry: { main: project.at("dist", `${entry}.js`) },
    output: {
      path: project.at(folder),
      module: format === "esm",
      library: { type: format === "esm" ? "module" : "commonjs2" },
      chunkFormat: format === "esm" ? "module" : "commonjs",
    },
    experiments: { outputModule: format === "esm" },
    cache: false,
  });
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  await promisify(compiler.close.bind(compiler))();
  assert(stats && !stats.hasErrors(), stats?.toString());
};

const BUNDLERS = { esbuild: bundleWithEsbuild, rollup: bundleWithRollup, webpack: bundleWithWebpack };

interface Program {
  readonly admitted: string;
  readonly refused: string;
  /** The program catches the refusal. */
  readonly caught?: boolean;
  /** Whether nothing of what no module uses is left. */
  readonly shaken?: boolean;
  /** CommonJS has no top-level await, and one format is enough for `export *`. */
  readonly onlyEsm?: boolean;
}

const PAID = "database: evaluated\npayments: evaluated\npaid through db\n";

/** What a program prints where the contract holds, and where it does not. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  static: { admitted: PAID, refused: "", shaken: true },
  barrel: { admitted: PAID, refused: "", shaken: true },
  star: { admitted: PAID, refused: "", onlyEsm: true },
  dynamic: { admitted: `main: evaluated\n${PAID}`, refused: "main: evaluated\n", onlyEsm: true },
  caught: { admitted: PAID, refused: "ERR_IMPORTSPY_CONTRACT_VIOLATION src/caught.ts\n", caught: true },
};

describe("bundlers", { concurrency: os.availableParallelism() }, () => {
  let project: Project;
  before(async () => {
    project = await createProject(SOURCES);
    const { code, stdout } = await project.tspc();
    assert.equal(code, 0, stdout);
  });
  after(() => project.remove());

  for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
    for (const format of ["esm", "cjs"] as const) {
      for (const [name, { admitted, refused, caught, onlyEsm, shaken }] of Object.entries(PROGRAMS)) {
        if (onlyEsm && format === "cjs") continue;
        it(`${bundler}, ${format}: ${name}`, async () => {
          const folder = `out/${bundler}-${format}-${name}`;
          await bundle(project, name, format, folder);
          await project.write({
            [`${folder}/package.json`]: `{ "type": "${format === "esm" ? "module" : "commonjs"}" }`,
          });
          const [emitted] = (await project.list(folder)).filter((file) => /\/main\.[cm]?js$/.test(file));
          assert(emitted, "the bundle has an entry");
          const [allowed, stopped] = await Promise.all([
            project.node([emitted], { env: { TOKEN: "t0psecret" } }),
            project.node([emitted]),
          ]);
          assert.equal(allowed.stdout, admitted, allowed.stderr);
          assert.equal(allowed.code, 0);
          assert.equal(stopped.stdout, refused, stopped.stderr);
          assert.equal(stopped.code, caught ? 0 : 1);
          if (!caught)
            assert.match(stopped.stderr, /^ContractViolationError: .*src\/payments\.ts.*: this environment breaks/m);
          if (shaken) assert.doesNotMatch(await project.read(emitted), /unused/, "the bundler shakes trees");
        });
      }
    }
  }
});
