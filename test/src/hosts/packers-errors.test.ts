/** What esbuild, webpack, Rspack and Bun say of mistakes, of places, and of outputs that cannot be guarded. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { rspack } from "@rspack/core";
import { type BuildOptions, build, context, type Plugin } from "esbuild";
import webpack from "webpack";
import { createProject, type Project } from "../project.ts";
import { esbuildOptions, PACKERS, type PackRequest, rspackOptions, textOf, webpackOptions } from "./packers.ts";

const FILES = {
  "node_modules/ext/package.json": JSON.stringify({
    name: "ext",
    version: "1.0.0",
    type: "module",
    types: "index.d.ts",
  }),
  "node_modules/ext/index.js": "export const ext = 1;",
  "node_modules/ext/index.d.ts": "export declare const ext: number;",
  "src/pay.ts": `/** @importspy { env: { TOKEN: Secret }; importer: { module: "src/main.ts" | "src/star.ts" } } Ask. */
import { ext } from "ext";
export const pay = () => {
  throw new Error(\`here \${ext}\`);
};
`,
  "src/main.ts": 'import { pay } from "./pay.js";\n\nconsole.log("main");\n  pay();\n',
  "src/other.ts": 'import { pay } from "./pay.js";\nexport const other = pay;\n',
  "src/mistaken.ts": "/** @importspy { env: { TOKEN: Secrett } } */\nexport const mistaken = 1;\n",
};

const requestOf = (name: string, outdir: string, more: Partial<PackRequest> = {}): PackRequest => ({
  entries: { [name]: `src/${name}.ts` },
  outdir,
  format: "esm",
  ...more,
});

/** What webpack and Rspack say while they watch. */
interface Watching {
  watch(options: object, done: (error: Error | null, stats?: { toString(options: object): string }) => void): unknown;
  close(done: () => void): void;
}

/** Builds, changes a file, and builds again, as often as there are changes; gives what was said each time. */
async function watch(compiler: Watching, changes: readonly (() => Promise<void>)[]): Promise<string[]> {
  const said: string[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      compiler.watch({ aggregateTimeout: 20 }, (error, stats) => {
        if (error) return reject(error);
        said.push(stats?.toString({ all: false, errors: true }) ?? "");
        const change = changes[said.length - 1];
        if (!change) return resolve();
        // Within the same millisecond a file would look as it did.
        wait(100).then(change).catch(reject);
      });
    });
  } finally {
    await new Promise<void>((resolve) => compiler.close(resolve));
  }
  return said;
}

describe("bundlers", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createProject(FILES);
  });
  after(() => project.remove());

  for (const [name, pack] of Object.entries(PACKERS)) {
    it(`${name} fails with the same text and position as tspc`, async () => {
      const [other, mistaken] = await Promise.all([
        pack(project, requestOf("other", `${name}-other`)),
        pack(project, requestOf("mistaken", `${name}-mistaken`)),
      ]);
      assert.match(other, /src\/other\.ts:1:21 - (?:error )?TS87301: src\/other\.ts may not import src\/pay\.ts: its/);
      assert.match(mistaken, /src\/mistaken\.ts:1:32 - (?:error )?TS2552: Cannot find name 'Secrett'/);
      assert.deepEqual(await project.list(`${name}-other`).catch(() => []), []);
    });

    it(`${name} keeps positions through source maps`, {
      skip: name === "bun" && "Bun drops the maps of plugins",
    }, async () => {
      const outdir = `${name}-maps`;
      assert.equal(await pack(project, requestOf("main", outdir, { minify: name !== "rspack" })), "");
      const { stderr } = await project.node(["--enable-source-maps", `${outdir}/main.mjs`], { env: { TOKEN: "t" } });
      // Minifiers keep the place of `new Error()` or that of `Error`.
      assert.match(stderr, /Error: here 1\n.* at .*src\/pay\.ts:4:(?:9|13)\D/, stderr);
      assert.match(stderr, /src\/main\.ts:4:3\D/, stderr);
    });
  }

  for (const [name, create] of Object.entries({
    webpack: (request: PackRequest) => webpack(webpackOptions(project, request)) as unknown as Watching,
    rspack: (request: PackRequest) => rspack(rspackOptions(project, request)) as unknown as Watching,
  })) {
    it(`${name} judges a changed contract again`, async () => {
      const file = (contract: string) => `/** ${contract} */\nexport const ${name} = 1;\n`;
      await project.write({
        [`src/${name}.ts`]: file("no contract"),
        [`src/${name}-main.ts`]: `import { ${name} } from "./${name}.js";\nconsole.log(${name});\n`,
      });
      // A watcher takes files that are this young for changed, and builds once more, which may be while one is changed.
      await wait(2_100);
      const set = (contract: string) => () => project.write({ [`src/${name}.ts`]: file(contract) });
      const said = await watch(create(requestOf(`${name}-main`, `${name}-watch`)), [
        set('@importspy { importer: { module: "src/nobody.ts" } }'),
        set("@importspy { env: { TOKEN: Secret } }"),
      ]);
      assert.equal(said[0], "");
      assert.match(said[1]!, new RegExp(`src/${name}-main\\.ts may not import src/${name}\\.ts`));
      assert.equal(said[2], "");
      const { stderr } = await project.node([`${name}-watch/${name}-main.mjs`]);
      assert.match(stderr, new RegExp(`src/${name}-main\\.ts:1 may not import src/${name}\\.ts`));
    });
  }

  it("esbuild judges a changed contract again", async () => {
    const file = (contract: string) => `/** ${contract} */\nexport const watched = 1;\n`;
    await project.write({
      "src/changed.ts": file("no contract"),
      "src/watched.ts": 'import { watched } from "./changed.js";\nconsole.log(watched);\n',
    });
    const watching = await context(esbuildOptions(project, requestOf("watched", "esbuild-watch")));
    try {
      const rebuild = () => watching.rebuild().then(() => "", textOf);
      assert.equal(await rebuild(), "");
      await project.write({ "src/changed.ts": file('@importspy { importer: { module: "src/nobody.ts" } }') });
      assert.match(await rebuild(), /src\/watched\.ts:1:25 - TS87301/);
      await project.write({ "src/changed.ts": file("@importspy { env: { TOKEN: Secret } }") });
      assert.equal(await rebuild(), "");
      const { stderr } = await project.node(["esbuild-watch/watched.mjs"]);
      assert.match(stderr, /src\/watched\.ts:1 may not import src\/changed\.ts/);
    } finally {
      await watching.dispose();
    }
  });

  const withEsbuild = (outdir: string, more: Partial<BuildOptions>, plugins: readonly Plugin[] = []) => {
    const options = esbuildOptions(project, requestOf("main", outdir));
    return build({ ...options, ...more, plugins: [...plugins, ...(options.plugins ?? [])] }).then(() => "", textOf);
  };

  it("an external module before the guard is an error: 87420", async () => {
    const said = await withEsbuild("hoisted", { platform: "browser", external: ["ext"] });
    assert.match(
      said,
      /TS87420: This output cannot guard src\/pay\.ts: ext, which src\/pay\.ts imports, stays external/,
    );
    assert.deepEqual(await project.list("hoisted"), []);
    await project.write({
      "src/star.ts": 'export { pay } from "./pay.js";\nexport * from "ext";\n',
    });
    const star = await withEsbuild("star", { entryPoints: ["src/star.ts"], external: ["ext"] });
    assert.match(star, /TS87420: This output cannot guard src\/pay\.ts: ext, which src\/star\.ts imports/);
    assert.match(
      star,
      /Bundle ext, or name what is exported of it in place of 'export \*', or build with 'format: "cjs"'\./,
    );
    const isExternal = (name: string) => ({ path: name, external: true });
    const first: Plugin = {
      name: "external",
      setup: (building) => building.onResolve({ filter: /^ext$/ }, ({ path: name }) => isExternal(name)),
    };
    const asTsup = await withEsbuild("as-tsup", { platform: "node" }, [first]);
    assert.match(asTsup, /Bundle ext, or build with 'format: "cjs"': another plugin, or tsup .* 'noExternal'/);
    assert.match(await withEsbuild("unbundled", { bundle: false }), /TS87423: esbuild .* with 'bundle: false'/);
    const compiler = webpack({
      ...webpackOptions(project, requestOf("main", "hoisted-webpack", { external: ["ext"] })),
      target: "web",
      externalsType: "module",
    }) as unknown as Watching;
    assert.match((await watch(compiler, []))[0]!, /TS87420: .* src\/pay\.ts: ext, which src\/pay\.ts imports/);
  });

  for (const name of ["esbuild", "webpack", "rspack"] as const) {
    it(`${name} leaves external modules alone where there are no contracts`, async () => {
      const free = await createProject({
        ...Object.fromEntries(Object.entries(FILES).filter(([file]) => file.startsWith("node_modules"))),
        "src/free.ts": 'import { ext } from "ext";\nconsole.log(ext);\n',
      });
      try {
        assert.equal(await PACKERS[name](free, requestOf("free", "out", { external: ["ext"] })), "");
        assert.match(await free.read("out/free.mjs"), /^import .* from "ext"/m);
      } finally {
        await free.remove();
      }
    });
  }

  it("a contracted module without its guard is an error: 87421", async () => {
    const dropping: Plugin = {
      name: "dropping",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /pay\.ts\?importspy$/ }, () => ({ path: "empty", namespace: "empty" }));
        onLoad({ filter: /./, namespace: "empty" }, () => ({ contents: "export const $importspy = () => {};" }));
      },
    };
    const said = await withEsbuild("dropped", {}, [dropping]);
    assert.match(said, /TS87421: src\/pay\.ts is in the output, but its guard is not/);
    assert.deepEqual(await project.list("dropped"), []);
  });

  it("a file that another plugin of esbuild loads first is an error: 87422", async () => {
    const first: Plugin = {
      name: "first",
      setup: ({ onLoad }) =>
        onLoad({ filter: /pay\.ts$/ }, () => ({ contents: "export const pay = () => {};", loader: "ts" })),
    };
    assert.match(await withEsbuild("first", {}, [first]), /TS87422: src\/pay\.ts needs a guard, but another plugin/);
  });

  it("Bun refuses output whose order it cannot keep: 87423", async () => {
    const [external, split] = await Promise.all([
      PACKERS.bun(project, requestOf("main", "bun-external", { external: ["ext"] })),
      PACKERS.bun(project, requestOf("main", "bun-split", { split: true })),
    ]);
    assert.match(external, /TS87423: Bun cannot keep guards in order with external modules in an ES module, and src\//);
    assert.match(split, /TS87423: Bun cannot keep guards in order with 'splitting', and src\//);
  });
});
