import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createProject, type Project } from "../project.ts";

const CONTRACT = "/** @importspy { env: { TOKEN: Secret } } */\n";
const NAMES = ["job#1", "100%", "step%31", "a?b", "two words", "dir#1/x", "dir%20/50%#?/y", "über/z%C3"];

/** Files of these names that have a contract, and files that import one; each in both module systems. */
function sources(): Record<string, string> {
  const files: Record<string, string> = {
    "src/m.ts": `${CONTRACT}export const v = 1;\n`,
    "src/step1.ts": `/** @importspy { os: "linux" | "darwin" | "win32" } */\nexport const first = 1;\n`,
    "src/n.cts": `${CONTRACT}export const v = 1;\n`,
  };
  for (const name of NAMES) {
    const up = name.includes("/") ? "../".repeat(name.split("/").length - 1) : "./";
    files[`src/${name}.ts`] = `${CONTRACT}export const own = 1;\nconsole.log("evaluated");\n`;
    files[`src/${name}-importer.ts`] = `import { v } from "${up}m.js";\nconsole.log("imports", v);\n`;
    files[`src/${name}-common.cts`] = `${CONTRACT}export const own = 1;\nconsole.log("evaluated");\n`;
    const own = name.split("/").at(-1);
    files[`src/${name}-common-importer.cts`] =
      `import { own } from "./${own}-common.cjs";\nimport("${up}m.js").then(({ v }) => console.log("imports", v + own - 1));\n`;
    files[`src/${name}-computed.ts`] =
      `import { createRequire } from "node:module";\n` +
      `const { own } = createRequire(import.meta.url)("./${own}-common.cjs");\nconsole.log("requires", own);\n` +
      `// @ts-ignore: TypeScript takes a specifier for a path, Node.js for a URL.\n` +
      `await import("./${encodeURIComponent(own!)}.js");\n`;
  }
  return files;
}

describe("file names with #, ?, % and spaces", { concurrency: true }, () => {
  let project: Project;
  before(async () => {
    project = await createProject(sources());
    const { code, stdout } = await project.tspcProcess();
    assert.equal(code, 0, stdout);
  });
  after(() => project.remove());

  const run = async (file: string, env: Record<string, string> = {}) => {
    const { stdout, stderr } = await project.node([file], { env });
    return `${stdout}${/ContractViolationError: .*/.exec(stderr)?.[0] ?? stderr}`;
  };

  for (const name of NAMES) {
    it(`${name}: guards itself in both module systems`, async () => {
      assert.match(await run(`dist/${name}.js`), /^ContractViolationError/);
      assert.match(await run(`dist/${name}-common.cjs`), /^ContractViolationError/);
      assert.equal(await run(`dist/${name}.js`, { TOKEN: "t" }), "evaluated\n");
      assert.equal(await run(`dist/${name}-common.cjs`, { TOKEN: "t" }), "evaluated\n");
    });
    it(`${name}: announces what it imports`, async () => {
      for (const file of [`dist/${name}-importer.js`, `dist/${name}-common-importer.cjs`, `dist/${name}-computed.js`]) {
        const source = file.replace("dist/", "src/").replace(/js$/, "ts");
        assert.ok((await run(file)).startsWith(`ContractViolationError: ${source}:`), file);
      }
      assert.equal(await run(`dist/${name}-importer.js`, { TOKEN: "t" }), "imports 1\n");
      assert.equal(await run(`dist/${name}-common-importer.cjs`, { TOKEN: "t" }), "evaluated\nimports 1\n");
      assert.equal(await run(`dist/${name}-computed.js`, { TOKEN: "t" }), "evaluated\nrequires 1\nevaluated\n");
    });
  }

  it("verify proves each of them", async () => {
    const { code, stdout } = await project.importspy(["verify", "dist"]);
    assert.equal(code, 0, stdout);
    // A file imports, a CommonJS file imports two, a file loads two at calls.
    assert.match(stdout, new RegExp(`${3 + 2 * NAMES.length} contracts, ${5 * NAMES.length} places`));
  });
});

describe("a sidecar without its contract", () => {
  it("is removed for any file name", async () => {
    const project = await createProject(
      Object.fromEntries(NAMES.map((name) => [`src/${name}.ts`, `${CONTRACT}export {};\n`])),
    );
    try {
      await project.tspcProcess();
      const sidecars = async () => (await project.list("dist")).filter((name) => name.includes(".importspy."));
      assert.equal((await sidecars()).length, NAMES.length);
      await project.write(Object.fromEntries(NAMES.map((name) => [`src/${name}.ts`, "export {};\n"])));
      await project.tspcProcess();
      assert.deepEqual(await sidecars(), []);
    } finally {
      await project.remove();
    }
  });
});
