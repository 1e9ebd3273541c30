/** Rollup, Rolldown and Vite build again when something changes that a guard depends on, and judge by it. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createProject, type Files, root, tsconfig } from "../project.ts";
import { start } from "./started.ts";

const FILES: Files = {
  "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", noLib: true, types: [] }),
  "src/globals.d.ts": "declare const console: any;",
  "src/modes.ts": 'export type Mode = "on";',
  "src/payments.ts": `
    import type { Mode } from "./modes";
    /** @importspy { env: { SWITCH: Mode } } */
    export const pay = () => "paid";`,
  "src/main.ts": 'import { pay } from "./payments";\nconsole.log(pay());',
};

/** Watches, and prints a line for each build. */
const WATCH = `import { createRequire } from "node:module";
const require = createRequire(${JSON.stringify(path.join(root, "test/package.json"))});
const [, , bundler] = process.argv;
const importspy = (await import("@importspy/transformer/" + bundler)).default;
const output = { dir: "dist", format: "es", entryFileNames: "main.mjs" };
const options = { input: "src/main.ts", output, plugins: [importspy()] };
const tell = (event) => {
  if (event.code === "ERROR") console.log("failed: " + event.error.message);
  if (event.code === "BUNDLE_END") console.log("built");
  event.result?.close();
};
if (bundler === "rollup") {
  const esbuild = require("rollup-plugin-esbuild").default;
  options.plugins.push(esbuild({ target: "es2022", tsconfig: false }));
}
const watch = { buildDelay: 20, include: "src/**" };
if (bundler === "vite") {
  const built = { ssr: true, minify: false, watch, rollupOptions: { input: options.input, output } };
  (await require("vite").build({ configFile: false, logLevel: "silent", plugins: options.plugins, build: built })).on("event", tell);
} else require(bundler).watch({ ...options, watch }).on("event", tell);
`;

describe("watch mode", { concurrency: 2 }, () => {
  for (const bundler of ["rollup", "rolldown", "vite"]) {
    it(`${bundler}: a contract, a type that it names, an importer that is not admitted`, async () => {
      const project = await createProject({ ...FILES, "watch.mjs": WATCH });
      const main = async (SWITCH: string) => (await project.node(["dist/main.mjs"], { env: { SWITCH } })).stdout;
      await wait(100);
      {
        await using watcher = start(process.execPath, ["watch.mjs", bundler], { cwd: project.folder });
        await watcher.printed("built");
        assert.deepEqual([await main("on"), await main("off")], ["paid\n", ""]);

        await project.write({ "src/modes.ts": 'export type Mode = "off";' });
        await watcher.printed("built");
        assert.deepEqual([await main("on"), await main("off")], ["", "paid\n"]);

        const closed = FILES["src/payments.ts"]!.replace("env:", 'importer: { module: "src/globals.d.ts" }; env:');
        await project.write({ "src/payments.ts": closed });
        assert.match(await watcher.printed(/failed|built/), /src\/main\.ts:1:21 - error TS87301: /);

        await project.write({ "src/payments.ts": FILES["src/payments.ts"]!.replace("SWITCH: Mode", 'SWITCH: "open"') });
        await watcher.printed("built");
        assert.deepEqual([await main("off"), await main("open")], ["", "paid\n"]);
      }
      await project.remove();
    });
  }
});
