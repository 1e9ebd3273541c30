/** Versions of installed packages, as the importing file would resolve them. */
import assert from "node:assert/strict";
import { chmod, mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { packageVersion } from "importspy/dist/packages.mjs";
import { createProject, type Project, run } from "../project.ts";

const manifest = (version: unknown, rest: object = {}) => JSON.stringify({ name: "pg", version, ...rest });

describe("the version of a package", () => {
  let project: Project;
  /** What a file of the project would get. */
  const from = (file: string, name = "pg") => packageVersion(name, pathToFileURL(project.at(file)).href);

  before(async () => {
    project = await createProject({
      "node_modules/pg/package.json": manifest("7.0.0"),
      "node_modules/@scope/name/package.json": manifest("1.2.3"),
      "node_modules/hidden/package.json": manifest("3.0.0", { exports: { ".": "./index.js" } }),
      "node_modules/hidden/index.js": "",
      "node_modules/marked/package.json": `\uFEFF${manifest("4.0.0")}`,
      // A dependency with a dependency of its own.
      "node_modules/orm/package.json": manifest("1.0.0"),
      "node_modules/orm/node_modules/pg/package.json": manifest("8.1.0"),
      // Workspaces.
      "packages/a/package.json": '{ "name": "a" }',
      "packages/a/node_modules/pg/package.json": manifest("8.11.3"),
      "packages/b/package.json": '{ "name": "b" }',
      // pnpm.
      "node_modules/.pnpm/pg@9.0.0/node_modules/pg/package.json": manifest("9.0.0"),
      "node_modules/.pnpm/orm@2.0.0/node_modules/orm/package.json": manifest("2.0.0"),
      "node_modules/.pnpm/orm@2.0.0/node_modules/orm/index.js": "",
      // What cannot be read.
      "broken/node_modules/pg/package.json": "{ nonsense",
      "broken/node_modules/array/package.json": "[]",
      "broken/node_modules/nothing/package.json": "null",
      "broken/node_modules/number/package.json": manifest(7),
      "broken/node_modules/without/package.json": "{}",
      "broken/node_modules/binary/package.json": "\u0000\u0001",
      "broken/node_modules/file": "a file, no folder",
      "broken/node_modules/folder/package.json/index.js": "a folder, no file",
    });
    await mkdir(project.at("packages/c"), { recursive: true });
    await symlink(project.at("node_modules/.pnpm/pg@9.0.0/node_modules/pg"), project.at("packages/pg-link"), "dir");
    await mkdir(project.at("packages/c/node_modules"));
    await symlink("../../pg-link", project.at("packages/c/node_modules/pg"), "dir");
    await symlink("../../pg@9.0.0/node_modules/pg", project.at("node_modules/.pnpm/orm@2.0.0/node_modules/pg"), "dir");
    await symlink("../packages/a", project.at("node_modules/a"), "dir");
    await mkdir(project.at("broken/node_modules/empty"));
  });
  after(() => project.remove());

  it("is that of the nearest node_modules", () => {
    assert.equal(from("dist/main.js"), "7.0.0");
    assert.equal(from("node_modules/orm/index.js"), "8.1.0");
    assert.equal(from("node_modules/pg/lib/index.js"), "7.0.0");
    assert.equal(from("packages/a/dist/deep/er/main.js"), "8.11.3");
    assert.equal(from("packages/b/dist/main.js"), "7.0.0");
  });

  it("is found behind symbolic links", () => {
    assert.equal(from("packages/c/main.js"), "9.0.0");
    // Node.js tells a module its real path.
    assert.equal(from("node_modules/.pnpm/orm@2.0.0/node_modules/orm/index.js"), "9.0.0");
  });

  it("is found for scoped packages, and when exports hide package.json", () => {
    assert.equal(from("main.js", "@scope/name"), "1.2.3");
    assert.equal(from("main.js", "hidden"), "3.0.0");
    assert.throws(() => createRequire(project.at("main.js"))("hidden/package.json"), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
    assert.equal(from("main.js", "marked"), "4.0.0");
  });

  it("is found by the path of a CommonJS file", () => {
    assert.equal(packageVersion("pg", project.at("packages/a/main.cjs")), "8.11.3");
  });

  it("is missing when the nearest package cannot be read, as for the importing file", () => {
    for (const name of ["pg", "array", "nothing", "binary", "empty", "folder"]) {
      assert.equal(from("broken/main.js", name), undefined, name);
    }
    assert.equal(from("broken/main.js", "file"), undefined);
    assert.equal(from("main.js", "absent"), undefined);
    assert.equal(from("main.js", "@scope/absent"), undefined);
  });

  it("is empty for an installed package without one", () => {
    for (const name of ["number", "without"]) assert.equal(from("broken/main.js", name), "", name);
  });

  it("comes from Yarn Plug'n'Play when it resolves the file's imports", async () => {
    await project.write({
      "pnp/cache/pg/package.json": manifest("8.2.0"),
      // What Yarn's loader does with Node.js.
      "pnp/.pnp.cjs": `
        const path = require("node:path");
        require("node:module").findPnpApi = (file) => file.startsWith(__dirname) ? {
          resolveToUnqualified(name, issuer) {
            if (name === "pg") return path.join(__dirname, "cache/pg");
            throw new Error(name + " is not declared by " + issuer);
          },
        } : null;`,
      "pnp/main.mjs": `
        import { packageVersion } from "importspy/dist/packages.mjs";
        import { createRequire } from "node:module";
        const { packageVersion: common } = createRequire(import.meta.url)("importspy/dist/packages.cjs");
        for (const find of [packageVersion, common]) {
          console.log(find("pg", import.meta.url), find("hidden", import.meta.url), find("hidden", new URL("../x.js", import.meta.url).href));
        }`,
    });
    const { stdout, stderr } = await project.node(["--require", "./pnp/.pnp.cjs", "pnp/main.mjs"]);
    assert.equal(stdout, "8.2.0 undefined 3.0.0\n8.2.0 undefined 3.0.0\n", stderr);
  });

  it("is read from the same folder as in Node.js", async () => {
    for (const file of ["dist/main.js", "packages/a/main.js", "packages/b/main.js", "packages/c/main.js"]) {
      const found = createRequire(project.at(file)).resolve("pg/package.json");
      assert.equal(createRequire(project.at(file))(found).version, from(file), file);
    }
    await project.write({ "broken/main.mjs": 'import("pg").catch(({ code }) => console.log(code));' });
    const { stdout } = await project.node(["broken/main.mjs"]);
    assert.equal(stdout, "ERR_INVALID_PACKAGE_CONFIG\n");
  });

  it("is missing, without a crash, when folders may not be entered", {
    skip: os.platform() === "win32" && "POSIX",
  }, async () => {
    await project.write({
      "locked/node_modules/pg/package.json": manifest("8.0.0"),
      "locked/main.mjs": `
        import { packageVersion } from "importspy/dist/packages.mjs";
        if (process.getuid() === 0) process.setuid(65534);
        console.log(packageVersion("pg", import.meta.url), packageVersion("hidden", import.meta.url));`,
    });
    await chmod(project.folder, 0o755);
    await chmod(project.at("locked/node_modules/pg"), 0o000);
    try {
      const { stdout, stderr } = await project.node(["locked/main.mjs"]);
      assert.equal(stdout, "undefined 3.0.0\n", stderr);
    } finally {
      await chmod(project.at("locked/node_modules/pg"), 0o755);
    }
  });

  it("is looked up from the working directory when the file is unknown", async () => {
    await project.write({
      "cwd.mjs": `
        import { packageVersion } from "importspy/dist/packages.mjs";
        console.log(packageVersion("pg"), packageVersion("pg", "https://example.org/x.js"), packageVersion("pg", ""));`,
    });
    const { stdout, stderr } = await run(process.execPath, ["../../cwd.mjs"], { cwd: project.at("packages/a") });
    assert.equal(stdout, "8.11.3 8.11.3 8.11.3\n", stderr);
  });

  it("is read once while a program starts, and again after it has waited", async () => {
    await project.write({
      "once/node_modules/pg/package.json": manifest("1.0.0"),
      "once/main.mjs": `
        import { writeFileSync } from "node:fs";
        import { packageVersion } from "importspy/dist/packages.mjs";
        const first = packageVersion("pg", import.meta.url);
        writeFileSync(new URL("./node_modules/pg/package.json", import.meta.url), "{}");
        console.log(first, packageVersion("pg", import.meta.url));
        writeFileSync(new URL("./node_modules/pg/package.json", import.meta.url), '{"version":"2.0.0"}');
        await null;
        console.log(packageVersion("pg", import.meta.url));`,
    });
    const { stdout, stderr } = await project.node([path.join("once", "main.mjs")]);
    assert.equal(stdout, "1.0.0 1.0.0\n2.0.0\n", stderr);
  });
});
