/** `importspy verify` on bundles in which every module stays a file of its own, and sidecars do, too. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { createPackage, SOURCES } from "../../bundled.ts";
import type { Project } from "../../project.ts";
import { verifyIn } from "../../verify.ts";

describe("importspy verify on bundles that keep each module as a file (preserveModules)", () => {
  let project: Project;
  before(async () => {
    project = await createPackage("module", {
      ...SOURCES,
      "src/payments.ts": SOURCES["src/payments.ts"].replace(/packages: .*\n/, "\n"),
    });
  });
  after(() => project.remove());

  const bundlers = {
    rollup: async (external: readonly string[], folder: string) => {
      const resolveId = (id: string) => (id.startsWith("importspy/") ? project.at("node_modules", id) : null);
      const bundle = await rollup({
        input: { main: project.at("dist/main.js") },
        external: (id) => id.startsWith("node:") || id === "tiny" || external.some((each) => id.startsWith(each)),
        plugins: [{ name: "importspy", resolveId }],
        logLevel: "silent",
      });
      await bundle.write({ dir: project.at(folder), format: "esm", preserveModules: true });
    },
    rolldown: async (external: readonly string[], folder: string) => {
      const bundle = await rolldown({
        input: { main: project.at("dist/main.js") },
        cwd: project.folder,
        platform: "node",
        external: (id) => id === "tiny" || external.some((each) => id.startsWith(each)),
        logLevel: "silent",
      });
      await bundle.write({ dir: project.at(folder), format: "esm", preserveModules: true });
    },
  };
  for (const [bundler, bundle] of Object.entries(bundlers)) {
    for (const external of [[], ["importspy/"]]) {
      it(`${bundler}, the runtime ${external.length ? "external" : "kept, too"}`, async () => {
        const folder = `${bundler}-${external.length}`;
        await bundle(external, folder);
        const { code, stdout } = await verifyIn(project.folder, ["dist", folder]);
        assert.equal(code, 0, stdout);
        for (const contract of ["app/src/payments.ts", "app/src/bill.ts"])
          assert.ok(stdout.includes(`enforces the contract of ${contract}\n`), stdout);
        // Alone, it may be a build whose sidecars are damaged.
        const alone = await verifyIn(project.folder, [folder]);
        assert.match(alone.stdout, /is no complete sidecar; build again, or name the build's output, too/);
        assert.equal(alone.code, 1);

        const names = (await project.list(folder)).filter((name) => /\/payments\.(?:importspy\.)?js$/.test(name));
        const edits: readonly [RegExp, RegExp, string][] = [
          [/payments\.js$/, /\$importspy\(\);/, ""],
          [/payments\.js$/, /import .*importspy.*;/, "const $importspy = () => {};"],
          [/importspy\.js$/, /\benforce\(/, "(() => {})("],
          [/importspy\.js$/, /= guard\w*\(\)/, "= () => {}"],
        ];
        for (const [file, from, to] of edits) {
          const name = names.find((each) => file.test(each))!;
          const text = await project.read(name);
          assert.match(text, from);
          await project.write({ [name]: text.replace(from, to) });
          const edited = await verifyIn(project.folder, ["dist", folder]);
          assert.ok(edited.code === 1 || edited.code === 2, `${from}\n${edited.stdout}`);
          await project.write({ [name]: text });
        }
      });
    }
  }
});
