/**
 * CommonJS modules that an admitted file has loaded, where something else than Node.js alone loads modules. What Node.js
 * does is in `cases/importer/a-loaded-commonjs-module-stays-restricted`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createProject, machineNode, type Project, run } from "../project.ts";

const HIDDEN = `const load = () => {
  try {
    return require(["..", "pay.js"].join("/")).pay();
  } catch ({ code }) {
    return code;
  }
};
`;
const REFUSED = "ERR_IMPORTSPY_CONTRACT_VIOLATION";

let project: Project;

before(async () => {
  project = await createProject({
    "package.json": '{ "name": "app" }',
    "src/pay.ts":
      "/** @importspy { importer: { module: `src/billing/${string}` } } */\nexport const pay = () => 'paid';",
    "src/billing/charge.ts": 'import { pay } from "../pay";\nexport const charge = () => pay();',
    "src/billing/star.ts": 'export * from "../pay";\nexport { pay as again } from "../pay";',
    "src/billing/late.ts": 'export const charge = () => require("../pay").pay() as string;',
    // Everything that is loaded goes through these.
    "hooks.cjs": `const Module = require("node:module");
const { _load } = Module;
const { require: load, _compile } = Module.prototype;
Module._load = function (...values) { return _load.apply(this, values); };
Module.prototype.require = function (...values) { return load.apply(this, values); };
Module.prototype._compile = function (...values) { return _compile.apply(this, values); };`,
    // What Yarn Plug'n'Play does: it has a loader of its own, and reads the cache itself.
    ".pnp.cjs": `const Module = require("node:module");
const { _load } = Module;
Module._load = function (request, parent, isMain) {
  const file = Module._resolveFilename(request, parent, isMain);
  return Module._cache[file]?.exports ?? _load.call(this, request, parent, isMain);
};`,
    "dist/web/main.js": `${HIDDEN}console.log(require("../billing/charge").charge(), load());
console.log(require("../billing/star").again(), load());`,
    "dist/web/top.js": 'require("../billing/charge");\nrequire("./evil.js");',
    "dist/web/evil.js": `${HIDDEN}console.log(load());`,
    "dist/web/simulated.js": `const { simulate } = require("importspy/testing");
${HIDDEN}const { charge } = require("../billing/late");
console.log(charge(), load());
const machine = simulate({ os: "win32" });
console.log(load());
machine.restore();
console.log(charge(), load());`,
  });
  const built = await project.tspc(["-p", "."]);
  assert.equal(built.code, 0, built.stdout);
});
after(() => project.remove());

async function outputOf(args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await project.node(args);
  assert.equal(stderr, "");
  return stdout;
}

describe("a loaded CommonJS module", () => {
  for (const node of new Set([process.execPath, machineNode()])) {
    const name = node === process.execPath ? "this Node.js" : "the machine's Node.js";
    it(`is refused where tools replace functions of ${name}`, async () => {
      const start = (file: string) => run(node, ["--require", "./hooks.cjs", file], { cwd: project.folder });
      assert.equal((await start("dist/web/main.js")).stdout, `paid ${REFUSED}\npaid ${REFUSED}\n`);
      assert.equal((await start("dist/web/top.js")).stdout, `${REFUSED}\n`);
    });
  }

  it("is refused where Yarn Plug'n'Play loads modules", async () => {
    const args = ["--require", "./.pnp.cjs", "dist/web/main.js"];
    assert.equal(await outputOf(args), `paid ${REFUSED}\npaid ${REFUSED}\n`);
  });

  it("is refused after a simulation as before it, and during one", async () => {
    assert.equal(await outputOf(["dist/web/simulated.js"]), `paid ${REFUSED}\n${REFUSED}\npaid ${REFUSED}\n`);
  });

  it("is in memory where a process has frozen Error, and works", async () => {
    assert.equal(
      await outputOf(["--no-warnings", "--frozen-intrinsics", "dist/web/main.js"]),
      "paid paid\npaid paid\n",
    );
  });
});
