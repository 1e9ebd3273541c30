/** Talks to a real tsserver, which has loaded the plugin as editors do. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import ts from "typescript";
import { createProject, type Project, root, tsconfig } from "../../project.ts";
import { TsServer } from "../../tsserver.ts";

const plugins = [{ name: "@importspy/transformer", transform: "@importspy/transformer", transformProgram: true }];

const payments = `/**
 * Card payments.
 *
 * @importspy {
 *   os: "linux" | "darwin";
 *   env: { LEVEL: Level; PORT?: number & Type<"uint32"> };
 *   packages: { pg: "^8.11" };
 * } Ask in #payments.
 */
import type { Level } from "./levels.js";
import type { Unused } from "./levels.js";

export const pay = (cents: number) => cents;
`;

const files = {
  "package.json": JSON.stringify({ name: "app", type: "module", dependencies: { pg: "^8.11" } }),
  "tsconfig.json": tsconfig({ plugins, lib: undefined }),
  "src/levels.ts": 'export type Level = "debug" | "info";\nexport type Unused = 1;\n',
  "src/payments.ts": payments,
  "src/main.ts": 'import { pay } from "./payments.js";\nimport { Level } from "./levels.js";\nconsole.log(pay(1));\n',
  "src/broken.ts": `/**
 * @importspy {
 *   os: "macos";
 *   arhc: "x64";
 *   env: { A: Nope };
 * }
 */
export {};
`,
  "src/tags.ts": '/** @importspy { env: { A: string & Format<"urii"> } } */\nexport {};\n',
  "src/restricted.ts": `/** @importspy { importer: { module: "src/admin.ts" } } For the admin page. */
export const secret = 1;
`,
  "src/admin.ts": 'import { secret } from "./restricted.js";\nconsole.log(secret);\n',
  "src/intruder.ts": 'import { secret } from "./restricted.js";\nconsole.log(secret);\n',
  "src/windows.ts": '/**\r\n * @importspy {\r\n *   os: "linux";\r\n *   cpu: "x64";\r\n * }\r\n */\r\nexport {};\r\n',
};

let project: Project;
let server: TsServer;

before(async () => {
  project = await createProject(files);
  server = new TsServer(project);
  for (const name of Object.keys(files).filter((each) => each.startsWith("src/"))) await server.open(name);
});

after(async () => {
  await server.stop();
  await project.remove();
});

/** Replaces a text of payments.ts, asks, and puts it back. `|` in the new text is the cursor. */
async function whileWriting<T>(old: string, written: string, ask: (position: number) => Promise<T>): Promise<T> {
  const text = payments.replace(old, () => written);
  await server.write("src/payments.ts", text.replace("|>", ""));
  try {
    return await ask(text.indexOf("|>"));
  } finally {
    await server.write("src/payments.ts", payments);
  }
}

describe("diagnostics in an editor", () => {
  it("are those of the build", async () => {
    const built = await project.tspc(["-p", ".", "--noEmit", "--pretty", "false"]);
    const found: string[] = [];
    for (const name of Object.keys(files).filter((each) => each.startsWith("src/"))) {
      const diagnostics = await server.request<ts.server.protocol.Diagnostic[]>("semanticDiagnosticsSync", {
        file: project.at(name),
      });
      for (const { start, text, code } of diagnostics) {
        found.push(`${name}(${start.line},${start.offset}): error TS${code}: ${text}`);
      }
    }
    assert.deepEqual(found.sort(), built.stdout.trim().split("\n").sort());
    const inFile = (name: string) => found.filter((each) => each.startsWith(name)).length;
    assert.deepEqual(["src/broken.ts", "src/intruder.ts", "src/windows.ts", "src/main.ts"].map(inFile), [3, 1, 1, 0]);
    assert.ok(found.some((each) => each.includes("TS87213")));
  });

  it("are also computed in the background", async () => {
    assert.deepEqual(await server.backgroundDiagnostics("src/windows.ts"), [
      "cpu: A contract has no field 'cpu'; did you mean 'arch'?",
    ]);
  });

  it("follow edits, also of a file whose types the contract uses", async () => {
    assert.deepEqual(await server.diagnostics("src/payments.ts"), []);
    await whileWriting('PORT?: number & Type<"uint32">', "PORT: Date", async () => {
      assert.match((await server.diagnostics("src/payments.ts")).join(), /^Date: The variable 'PORT' cannot/);
    });
    assert.deepEqual(await server.diagnostics("src/payments.ts"), []);
    await server.write("src/levels.ts", "export type Level = { a: 1 };\nexport type Unused = 1;\n");
    assert.match((await server.diagnostics("src/payments.ts")).join(), /^Level: The variable 'LEVEL' cannot/);
    await server.write("src/levels.ts", files["src/levels.ts"]);
    assert.deepEqual(await server.diagnostics("src/payments.ts"), []);
  });

  it("follow edits of a contract's types, after edits of everything else", async () => {
    const names = payments.replace('import type { Level } from "./levels.js";', 'type Level = "debug";');
    const edits = [
      payments,
      payments.replace("=> cents", "=> cents + 0"),
      names,
      names.replace("=> cents", "=> 2 * cents"),
    ];
    for (const text of edits) {
      await server.write("src/payments.ts", text);
      assert.deepEqual(await server.diagnostics("src/payments.ts"), []);
      // What only the contract names is used, also while nobody looks at the contract's type.
      assert.equal((await server.diagnostics("src/payments.ts", "suggestion")).join().includes("'Level'"), false);
    }
    for (const type of ["Date", '"info"', "Level[]"]) {
      await server.write(
        "src/payments.ts",
        names.replace('Level = "debug"', () => `Level = ${type}`),
      );
      const found = (await server.diagnostics("src/payments.ts")).join();
      assert.equal(/'LEVEL'|circularly/.test(found), type !== '"info"', found);
    }
    await server.write("src/payments.ts", `${payments}type Secret = 1;\ntype Type<T> = T;\n`);
    assert.match((await server.diagnostics("src/payments.ts")).join(), /PORT/);
    await server.write("src/payments.ts", payments);
    assert.deepEqual(await server.diagnostics("src/payments.ts"), []);
  });

  it("follow edits of an importer, and added or removed importers", async () => {
    const asks = 'importer: { module: "src/admin.ts"; exports: { level: Level } }';
    const contract = `/** @importspy { ${asks} } */\nimport type { Level } from "./levels.js";\nexport const secret = 1;\n`;
    await server.write("src/restricted.ts", contract);
    const importing = `${files["src/admin.ts"]}export const level = "debug";\n`;
    for (const [text, count] of [
      [importing, 0],
      [importing.replace("debug", "loud"), 1],
      [importing.replace("debug", "info"), 0],
    ] as const) {
      await server.write("src/admin.ts", text);
      assert.equal((await server.diagnostics("src/admin.ts")).length, count, text);
    }
    await server.write("src/levels.ts", 'export type Level = "debug";\nexport type Unused = 1;\n');
    assert.equal((await server.diagnostics("src/admin.ts")).length, 1);
    await server.write("src/levels.ts", files["src/levels.ts"]);
    await server.write("src/restricted.ts", contract.replace(asks, "importer: { module: `src/${Area}/x.ts` }"));
    assert.match((await server.diagnostics("src/restricted.ts")).join(), /Cannot find name 'Area'/);
    await server.write("src/restricted.ts", files["src/restricted.ts"]);
    await server.write("src/admin.ts", files["src/admin.ts"]);
    assert.deepEqual(await server.diagnostics("src/admin.ts"), []);
    assert.deepEqual(await server.diagnostics("src/restricted.ts"), []);
  });

  it("follow package.json, after a second at most", async () => {
    const manifest = files["package.json"];
    await project.write({ "package.json": manifest.replace("^8.11", "^7.0") });
    await setTimeout(1100);
    await server.write("src/payments.ts", `${payments}\n`);
    assert.match((await server.diagnostics("src/payments.ts")).join(), /declares 'pg' as \^7\.0/);
    await project.write({ "package.json": manifest });
    await setTimeout(1100);
    await server.write("src/payments.ts", payments);
    assert.deepEqual(await server.diagnostics("src/payments.ts"), []);
  });

  it("appear at an import when the contract of its target changes", async () => {
    assert.deepEqual(await server.diagnostics("src/admin.ts"), []);
    await server.write("src/restricted.ts", files["src/restricted.ts"].replace("src/admin.ts", "src/intruder.ts"));
    assert.equal((await server.diagnostics("src/admin.ts")).length, 1);
    assert.equal((await server.diagnostics("src/intruder.ts")).length, 0);
    await server.write("src/restricted.ts", files["src/restricted.ts"]);
  });

  it("survive every prefix of a contract", async () => {
    const start = payments.indexOf("@importspy");
    const end = payments.indexOf("*/");
    const rest = payments.slice(end);
    for (let position = start; position < end; position += 7) {
      await server.write("src/payments.ts", `${payments.slice(0, position)}\n ${rest}`);
      await server.diagnostics("src/payments.ts");
      await server.completions("src/payments.ts", position);
      await server.hover("src/payments.ts", position);
    }
    await server.write("src/payments.ts", payments);
    assert.deepEqual(await server.diagnostics("src/payments.ts"), []);
    assert.doesNotMatch(await server.log(), /importspy: no contracts in/);
  });

  it("report comments that look like contracts but are not: as errors if a build does", async () => {
    const end = "export const pay = (cents: number) => cents;\n";
    const strays = [
      'export const a = 1; // @importspy { os: "linux" }',
      '/* @importspy { os: "linux" } */',
      '/** For cards. @importspy { os: "linux" } */',
      'export function f() {\n  /** @importspy { os: "linux" } */\n}',
      'export class C {\n  /**\n   * @importspy {\n   *   os: "linux";\n   * }\n   */\n  m() {}\n}',
    ];
    const mentions = [
      "/** See `@importspy { … }` of cards, and @importspy/transformer. */",
      "// @importspy is explained elsewhere",
      "/**\n * ```\n * @importspy { os: string }\n * ```\n */",
      "export const text = '// @importspy { }' + `\n/* @importspy { } */\n`;",
    ];
    for (const [texts, categories] of [
      [strays, ["error", "error", "warning", "error", "error"]],
      [mentions, []],
    ] as const) {
      await whileWriting(end, `${texts.join("\n")}\n${end}`, async () => {
        const file = project.at("src/payments.ts");
        const found = await server.request<ts.server.protocol.Diagnostic[]>("semanticDiagnosticsSync", { file });
        assert.deepEqual(
          found.map(({ code, category }) => `${category} TS${code}`),
          categories.map((category) => `${category} TS87111`),
        );
      });
    }
  });

  it("are complete even if a quick fix was requested first", () =>
    whileWriting("LEVEL: Level", "LEVEL: Nope", async () => {
      const at = { startLine: 11, startOffset: 1, endLine: 11, endOffset: 7, errorCodes: [6133] };
      await server.request("getCodeFixes", { file: project.at("src/payments.ts"), ...at });
      assert.ok((await server.diagnostics("src/payments.ts")).includes("Nope: Cannot find name 'Nope'."));
    }));

  it("do not report a type as unused that only the contract uses", () =>
    // The edit makes sure that nobody has asked anything of this state of the file before.
    whileWriting("Card payments", "Payments by card", async () => {
      assert.deepEqual(await server.diagnostics("src/payments.ts", "suggestion"), [
        "import type { Unused } from \"./levels.js\";: 'Unused' is declared but its value is never read.",
      ]);
    }));
});

describe("hovers in an editor", () => {
  const words = [
    "contract of src/payments.ts",
    "",
    '  os            "linux" | "darwin"',
    '  env.LEVEL     "debug" | "info"',
    "  env.PORT      a uint32 (if there is one)",
    "  packages.pg   ^8.11",
  ].join("\n");

  it("show the contract in words on its tag", async () => {
    const hover = await server.hover("src/payments.ts", "@import");
    assert.equal(hover?.displayString, words);
    assert.equal(hover?.documentation, "Ask in #payments.");
    assert.deepEqual(
      [hover?.start, hover?.end],
      [
        { line: 4, offset: 4 },
        { line: 4, offset: 14 },
      ],
    );
  });

  it("show it on a guarded import, below what TypeScript shows", async () => {
    const hover = await server.hover("src/main.ts", "./pay");
    assert.match(hover?.displayString ?? "", /^module ".*payments.*"\n\n/);
    assert.ok(hover?.displayString.endsWith(words), hover?.displayString);
  });

  it("show who may import", async () => {
    const hover = await server.hover("src/intruder.ts", "./restr");
    assert.match(hover?.displayString ?? "", /importer {3}module "src\/admin\.ts"/);
  });

  it("leave other positions to TypeScript", async () => {
    assert.equal((await server.hover("src/main.ts", "console.lo"))?.displayString.includes("contract"), false);
    assert.equal((await server.hover("src/main.ts", "./lev"))?.displayString.includes("contract"), false);
    assert.equal(await server.hover("src/payments.ts", "Card pay"), undefined);
  });
});

describe("completions in an editor", () => {
  const namesAt = async (position: number) =>
    (await server.completions("src/payments.ts", position)).map(({ name }) => name);
  const nodeNames = ["arm", "arm64", "ia32", "loong64", "mips", "mipsel", "ppc64", "riscv64", "s390x", "x64"];
  const list = [
    ["fields that the contract does not have yet", "|>", ["arch", "libc", "cpus", "memory", "runtime", "importer"]],
    ["fields, from their first letters", "ar|>", ["arch", "libc", "cpus", "memory", "runtime", "importer"]],
    ["names between quotes", 'arch: "|>";', nodeNames],
    ["names with quotes", "arch: |>;", nodeNames.map((name) => `"${name}"`)],
    ["names while the quote is open", 'arch: "x|>', nodeNames],
    ["names in a union", 'libc: "glibc" | "|>";', ["glibc", "musl"]],
    ["runtimes", "runtime: { |> }", ["node", "bun", "deno", "workerd", "edge-light", "electron", "browser"]],
    ["members of importer", "importer: { exports: {}, |> }", ["package", "module"]],
    ["packages of package.json", "} | { packages: { |> } };", ["pg"]],
    ["ranges of package.json", '} | { packages: { pg: "|>" } };', ["^8.11"]],
    ["no names of variables", "} | { env: { |> } };", []],
  ] as const;

  for (const [title, written, expected] of list) {
    it(`offer ${title}`, () =>
      whileWriting(" * } Ask in", ` *   ${written}\n * } Ask in`, async (position) => {
        assert.deepEqual(await namesAt(position), expected);
      }));
  }

  it("offer types of the module and of the vocabulary", () =>
    whileWriting("LEVEL: Level", "LEVEL: |>", async (position) => {
      const names = await namesAt(position);
      for (const name of ["Level", "Secret", "Format", "Maximum", "string", "Date"])
        assert.ok(names.includes(name), name);
      for (const name of ["pay", "parseInt"]) assert.ok(!names.includes(name), name);
    }));

  it("offer names of types for the contract itself", () =>
    whileWriting(payments.slice(payments.indexOf("{"), payments.indexOf(" Ask")), "{Lev|>}", async (position) => {
      const names = await namesAt(position);
      assert.ok(names.includes("Level") && names.includes("env"));
    }));

  it("replace the text between the quotes", () =>
    whileWriting('"linux"', '"li|>nux"', async (position) => {
      const [entry] = await server.completions("src/payments.ts", position);
      assert.deepEqual(entry?.replacementSpan, { start: { line: 5, offset: 11 }, end: { line: 5, offset: 16 } });
    }));

  it("explain a field", () =>
    whileWriting(" * } Ask", " *   |>\n * } Ask", async (position) => {
      const [details] = await server.completionDetails("src/payments.ts", position, "libc");
      assert.match(JSON.stringify(details?.documentation), /C library/);
    }));

  it("work with CRLF", async () => {
    const text = files["src/windows.ts"].replace('cpu: "x64"', "ar");
    await server.write("src/windows.ts", text);
    const names = (await server.completions("src/windows.ts", text.indexOf("ar;") + 2)).map(({ name }) => name);
    await server.write("src/windows.ts", files["src/windows.ts"]);
    assert.ok(names.includes("arch") && !names.includes("os"), names.join());
  });

  it("offer the tag itself", () =>
    whileWriting(" * Card payments.", " * @|>", async (position) => {
      assert.ok((await namesAt(position)).includes("importspy"));
    }));

  it("leave the note and the code to TypeScript", async () => {
    assert.deepEqual(await server.completions("src/payments.ts", "Ask in #pay"), []);
    const names = (await server.completions("src/main.ts", "console.")).map(({ name }) => name);
    assert.ok(names.includes("log") && !names.includes("arch"));
  });
});

describe("quick fixes in an editor", () => {
  const fixesAt = async (name: string, part: string, code: number) => {
    const text = server.text(name);
    const lines = text.slice(0, text.indexOf(part)).split("\n");
    const [line, offset] = [lines.length, lines.at(-1)!.length + 1];
    const at = { startLine: line, startOffset: offset, endLine: line, endOffset: offset + part.length };
    const args = { file: project.at(name), ...at, errorCodes: [code] };
    return server.request<ts.server.protocol.CodeFixAction[]>("getCodeFixes", args);
  };

  it("are those of the language server", async () => {
    const codes = await server.request<string[]>("getSupportedCodeFixes", { file: project.at("src/main.ts") });
    assert.ok(codes.includes("87205"));
    const [name] = await fixesAt("src/broken.ts", '"macos"', 87205);
    assert.equal(name?.description, 'Write "darwin"');
    assert.deepEqual(
      name?.changes[0]?.textChanges.map(({ newText }) => newText),
      ['"darwin"'],
    );
    const [type] = await fixesAt("src/tags.ts", "urii", 87213);
    assert.equal(type, undefined);
    const [admit, ...others] = await fixesAt("src/intruder.ts", "./restricted.js", 87301);
    assert.deepEqual(others, []);
    assert.deepEqual(admit?.changes, [
      {
        fileName: project.at("src/restricted.ts"),
        textChanges: [
          { start: { line: 1, offset: 52 }, end: { line: 1, offset: 52 }, newText: ' | "src/intruder.ts"' },
        ],
      },
    ]);
  });

  it("replace reads that have a typed value", () =>
    whileWriting("=> cents;", "=> cents + Number(process.env.PORT|>);", async (position) => {
      const text = server.text("src/payments.ts");
      const [line, offset] = [
        text.slice(0, position).split("\n").length,
        position - text.lastIndexOf("\n", position - 1),
      ];
      const place = { file: project.at("src/payments.ts"), line, offset };
      const found = await server.request<ts.server.protocol.ApplicableRefactorInfo[]>("getApplicableRefactors", place);
      const [ours] = found.filter(({ name }) => name === "importspy-typed");
      assert.equal(ours?.description, "Read PORT as the contract has validated it");
      const { edits } = await server.request<ts.server.protocol.RefactorEditInfo>("getEditsForRefactor", {
        ...place,
        refactor: ours!.name,
        action: ours!.actions[0]!.name,
      });
      assert.match(JSON.stringify(edits), /env<Contract>\(\)\.PORT/);
    }));
});

describe("other features of the editor", () => {
  it("organizes imports without removing those that the contract needs", async () => {
    const changes = await server.request<ts.server.protocol.FileCodeEdits[]>("organizeImports", {
      scope: { type: "file", args: { file: project.at("src/payments.ts") } },
    });
    assert.match(JSON.stringify(changes), /Level/);
  });

  it("works as without the plugin when TypeScript has changed internally", async () => {
    const require = createRequire(import.meta.url);
    const init = require(path.join(root, "transformer/dist/hosts/editor/plugin.js")) as (modules: {
      typescript: typeof ts;
    }) => ts.server.PluginModule;
    const logged: string[] = [];
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => ({ strict: true, types: [] }),
      getScriptFileNames: () => [project.at("src/broken.ts")],
      getScriptVersion: () => "1",
      getScriptSnapshot: (name) => ts.ScriptSnapshot.fromString(ts.sys.readFile(name) ?? ""),
      getCurrentDirectory: () => project.folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
    };
    const languageService = ts.createLanguageService(host);
    const info = {
      languageService,
      project: { ...host, projectService: { logger: { info: (text: string) => logged.push(text) } } },
    };
    const typescript = { ...ts, bindSourceFile: undefined };
    const service = init({ typescript }).create(info as unknown as ts.server.PluginCreateInfo);
    assert.deepEqual(service.getSemanticDiagnostics(project.at("src/broken.ts")), []);
    assert.match(logged.join("\n"), /importspy: no contracts in .*broken\.ts: .*bindSourceFile/);
  });
});
