/**
 * The guard service as its hosts use it: texts, names of sidecars, source maps, edits.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createRequire, SourceMap } from "node:module";
import { after, before, describe, it } from "node:test";
import v8 from "node:v8";
import ts from "typescript";
import type { GuardService } from "../../../transformer/dist/service/types.js";
import { createProject, type Files, type Project } from "../project.ts";

const require = createRequire(import.meta.url);
const { createGuardService, UnguardableError } =
  require("../../../transformer/dist/service.js") as typeof import("../../../transformer/dist/service.js");

const FILES: Files = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: { target: "es2022", module: "preserve", strict: true, lib: ["es2022"], types: [], noEmit: true },
    include: ["src"],
  }),
  "src/level.ts": `export type Level = "debug" | "info";\n`,
  "src/payments.ts": [
    `import type { Level } from "./level";`,
    `/** @importspy { os: "linux"; env: { LOG?: Level }; importer: { module: \`src/\${string}\` } } Ask first. */`,
    `export const pay = 1;`,
    `export interface Receipt { cents: number }`,
  ].join("\n"),
  "src/env.ts": `export {};\n`,
  "src/main.ts": [
    `#!/usr/bin/env node`,
    `"use client";`,
    `/* first */ import "./env";`,
    `import { pay } from "./payments";`,
    `export const all = [pay, import("./payments"), "end"];`,
  ].join("\n"),
  "src/types.ts": `import { type Receipt } from "./payments";\nexport const cents = (receipt: Receipt) => receipt.cents;\n`,
  "src/plain.ts": `export const plain = 1;\n`,
  "src/other.ts": `export const other = 1;\n`,
};

/** TypeScript's view of the machine, which counts what is read. */
function countReads(): { readonly system: ts.System; readonly read: string[] } {
  const read: string[] = [];
  const readFile: ts.System["readFile"] = (name, encoding) => {
    read.push(name);
    return ts.sys.readFile(name, encoding);
  };
  return { system: { ...ts.sys, readFile }, read };
}

describe("the guard service", () => {
  let project: Project;
  let service: GuardService;
  const at = (name: string) => project.at(name);
  const text = (name: string) => ts.sys.readFile(at(name))!;
  const guard = (name: string, code = text(name), rules = {}) => service.guard(at(name), code, rules);

  before(async () => {
    project = await createProject(FILES);
    service = createGuardService({ tsconfig: project.at("tsconfig.json"), typescript: ts });
  });
  after(async () => {
    service.dispose();
    await project.remove();
  });

  it("adds guards to existing lines, after directives, and moments before their imports", () => {
    const { code, sidecars, format } = guard("src/main.ts")!;
    assert.equal(
      code,
      [
        `#!/usr/bin/env node`,
        `"use client";`,
        `/* first */ import * as importspy_1 from "./main.importspy.js"; importspy_1.$importspy(); importspy_2.$importspy(); import "./env";`,
        `import * as importspy_2 from "./main.importspy-1.js"; import { pay } from "./payments";`,
        `export const all = [pay, importspy_1.$importspy(0, () => import("./payments")), "end"];`,
      ].join("\n"),
    );
    assert.equal(format, "esm");
    assert.match(sidecars[0]!, /"module":"src\/main.ts","package":"app"/);
    assert.match(sidecars[1]!, /import \{ \$importspy as guard \} from "\.\/main\.importspy\.js";\n.*guard\(1\)/);
    assert.equal(service.sidecar(at("src/main.ts"), 1), sidecars[1]);
    assert.equal(service.sidecar(at("src/main.ts"), 2), undefined);
  });

  it("names sidecars as the host does, also in additional sidecars", () => {
    const sidecarSpecifier = (number: number) => `./main.ts?importspy${number ? `-${number}` : ""}`;
    const { code, sidecars } = guard("src/main.ts", text("src/main.ts"), { sidecarSpecifier })!;
    assert.match(code, /from "\.\/main\.ts\?importspy";.*\n.*from "\.\/main\.ts\?importspy-1"; import \{ pay \}/);
    assert.match(sidecars[1]!, /from "\.\/main\.ts\?importspy";/);
  });

  it("maps every word to its position", () => {
    const original = text("src/main.ts");
    const { code, map } = guard("src/main.ts")!;
    const mapped = new SourceMap({ ...map, file: "main.ts", sourceRoot: "", sourcesContent: [], version: 3 } as never);
    const placeIn = (all: string, index: number) => {
      const lines = all.slice(0, index).split("\n");
      return { line: lines.length - 1, column: lines.at(-1)!.length };
    };
    for (const word of [`import "./env"`, "{ pay }", "export const", "[pay", `import("./payments")`, `"end"`]) {
      const { line, column } = placeIn(code, code.indexOf(word));
      const entry = mapped.findEntry(line, column) as { originalLine: number; originalColumn: number };
      const found = { line: entry.originalLine, column: entry.originalColumn };
      assert.deepEqual(found, placeIn(original, original.indexOf(word)), word);
    }
  });

  it("guards the imports that the host's compiler keeps", () => {
    assert.equal(guard("src/types.ts", text("src/types.ts"), { unusedImports: "dropped" }), undefined);
    const kept = guard("src/types.ts", text("src/types.ts"), { unusedImports: "kept" })!;
    assert.match(kept.code, /; import "\.\/payments";/);
    assert.equal(guard("src/plain.ts"), undefined);
  });

  it("refuses a text with a missing call or an added import", () => {
    const compiled = { language: "javascript" };
    const without = text("src/main.ts").replace(`import("./payments")`, "undefined");
    assert.throws(() => guard("src/main.ts", without, compiled), UnguardableError);
    const withMore = `import "./payments";\n${text("src/plain.ts")}`;
    assert.throws(() => guard("src/plain.ts", withMore, compiled), UnguardableError);
  });

  it("adds files that tsconfig.json does not list, and texts that TypeScript cannot read", async () => {
    await project.write({ "outside.ts": `import { pay } from "./src/payments";\nexport default pay;\n` });
    assert.match(guard("outside.ts")!.code, /importspy_1/);
    // Outside of `src/`, where the contract admits nobody.
    assert.match(String(service.diagnostics(at("outside.ts"))[0]?.messageText), /outside\.ts/);
    const vue = `import { pay } from "./payments";\nexport default { pay };\n`;
    const guarded = guard("src/App.vue", vue)!;
    assert.match(guarded.code, /from "\.\/App\.vue\.importspy\.js"/);
    assert.match(guarded.sidecars[0]!, /"module":"src\/App\.vue"/);
    await project.write({ "outside.ts": "export {};\n" });
    service.update([at("outside.ts")]);
  });

  it("returns the files whose guard an edit changes", async () => {
    for (const name of ["src/main.ts", "src/payments.ts", "src/plain.ts"]) guard(name);
    const changed = async (files: Files) => {
      await project.write(files);
      return service.update(Object.keys(files).map(at)).map((name) => name.slice(project.folder.length + 1));
    };
    assert.deepEqual(await changed({ "src/plain.ts": "export const plain = 2;\n" }), []);
    assert.deepEqual(await changed({ "src/level.ts": `export type Level = "debug";\n` }), ["src/payments.ts"]);
    assert.match(guard("src/payments.ts")!.sidecars[0]!, /"literals":\["debug"\]/);
    const contract = text("src/payments.ts");
    const wrong = await changed({ "src/payments.ts": contract.replace(`"linux"`, `"macos"`) });
    assert.ok(wrong.includes("src/payments.ts") && wrong.includes("src/main.ts"), String(wrong));
    assert.match(String(service.diagnostics(at("src/payments.ts"))[0]?.messageText), /darwin/);
    assert.match(guard("src/payments.ts")!.sidecars[0]!, /block\(/);
    assert.ok((await changed({ "src/payments.ts": contract })).includes("src/payments.ts"));
    assert.deepEqual(service.diagnostics(), []);
    const renamed = await changed({
      "package.json": JSON.stringify({ name: "shop", version: "1.0.0", type: "module" }),
    });
    assert.ok(renamed.includes("src/main.ts"), String(renamed));
    assert.match(guard("src/main.ts")!.sidecars[0]!, /"package":"shop"/);
    const options = text("tsconfig.json");
    const alias = { paths: { "@/*": ["./src/*"] } };
    const withAlias = JSON.parse(options) as { compilerOptions: object };
    await changed({
      "tsconfig.json": JSON.stringify({ ...withAlias, compilerOptions: { ...withAlias.compilerOptions, ...alias } }),
      "src/plain.ts": `import { pay } from "@/payments";\nexport const plain = pay;\n`,
    });
    assert.match(guard("src/plain.ts")!.code, /importspy_1/);
    assert.ok(service.dependencies(at("src/payments.ts")).includes(at("src/level.ts")));
  });

  it("notices a text that is newer than the last update", async () => {
    assert.equal(guard("src/other.ts"), undefined);
    await project.write({ "src/other.ts": `import { pay } from "./payments";\nexport const other = pay;\n` });
    assert.match(guard("src/other.ts")!.code, /importspy_1/);
  });

  it("keeps no earlier program", async () => {
    const { objectAllocator } = ts as unknown as { objectAllocator: { getSourceFileConstructor(): new () => object } };
    const count = () =>
      v8.queryObjects(objectAllocator.getSourceFileConstructor(), { format: "count" }) as never as number;
    const edit = async (times: number) => {
      for (let index = 0; index < times; index++) {
        await project.write({ "src/level.ts": `export type Level = "debug" | "level${index}";\n` });
        service.update([at("src/level.ts")]);
        guard("src/payments.ts");
        guard("src/main.ts");
      }
      return count();
    };
    const first = await edit(5);
    assert.ok((await edit(20)) <= first + 10);
  });

  it("creates no program for a project without contracts", async () => {
    const plain = await createProject({
      "tsconfig.json": FILES["tsconfig.json"]!,
      "src/main.ts": `import { a } from "./a";\nexport default a;\n`,
      "src/a.ts": "export const a = 1;\n",
    });
    const { system, read } = countReads();
    const scanning = createGuardService({ tsconfig: plain.at("tsconfig.json"), typescript: ts, system });
    try {
      const code = ts.sys.readFile(plain.at("src/main.ts"))!;
      assert.equal(scanning.guard(plain.at("src/main.ts"), code), undefined);
      assert.deepEqual(scanning.diagnostics(), []);
      assert.deepEqual(
        read.filter((name) => /lib\..*\.d\.ts$/.test(name)),
        [],
      );
      await plain.write({ "src/a.ts": `/** @importspy { os: "linux" } */\nexport const a = 1;\n` });
      assert.deepEqual(scanning.update([plain.at("src/a.ts")]), [plain.at("src/main.ts")]);
      assert.match(scanning.guard(plain.at("src/main.ts"), code)!.code, /importspy_1/);
    } finally {
      scanning.dispose();
      await plain.remove();
    }
  });
});
