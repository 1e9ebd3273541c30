/** Starts the real language server and speaks with it as editors do. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { CodeLens, CompletionItem, DocumentLink, Hover, Location, TextEdit } from "vscode-languageserver";
import { LONGEST_WAIT } from "../../eventually.ts";
import { CAPABILITIES, Editor, positionOf, SERVER, textAt } from "../../lspClient.ts";
import { createProject, inherited, type Project, root, tsconfig } from "../../project.ts";

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

export const pay = (cents: number) => cents;
`;

const intruder = 'import { secret } from "./restricted.js";\nconsole.log(secret);\n';

const files = {
  "package.json": JSON.stringify({ name: "app", type: "module", dependencies: { pg: "^8.11" } }),
  "tsconfig.json": tsconfig({ plugins: undefined }),
  "src/levels.ts": 'export type Level = "debug" | "info";\n',
  "src/payments.ts": payments,
  "src/main.ts": 'import { pay } from "./payments.js";\nimport { Level } from "./levels.js";\nconsole.log(pay(1));\n',
  "src/again.ts": 'export { pay } from "./payments.js";\n',
  "src/broken.ts": `/**
 * @importspy {
 *   os: "macos";
 *   arhc: "x64";
 *   env: { A: Nope };
 * }
 */
export {};
`,
  "src/restricted.ts": `/** @importspy { importer: { module: "src/admin.ts" } } For the admin page. */
export const secret = 1;
`,
  "src/admin.ts": intruder,
  "src/intruder.ts": intruder,
  "src/tags.ts": '// @importspy { os: "linux" }\n/** For cards. @importspy { os: "linux" } */\nexport {};\n',
};

const sources = Object.keys(files).filter((name) => name.startsWith("src/"));

describe("importspy lsp", () => {
  let project: Project;
  let editor: Editor;
  const read = (name: string) => files[name as keyof typeof files];

  before(async () => {
    project = await createProject(files);
    // The project's own TypeScript is 7, which has no API that the server could use.
    await rm(project.at("node_modules/typescript"));
    await project.write({
      "node_modules/typescript/package.json": JSON.stringify({ name: "typescript", version: "7.0.2", bin: "no.js" }),
    });
    editor = new Editor(project.folder);
    const { capabilities, serverInfo } = await editor.initialize();
    assert.equal(serverInfo.name, "importspy");
    assert.equal(capabilities.positionEncoding, "utf-16");
    for (const name of sources) editor.write(name, read(name));
  });
  after(async () => {
    assert.equal(await editor.stop(), 0);
    assert.deepEqual(editor.logged, []);
    await project.remove();
  });

  it("reports the diagnostics of the build, at the same positions", async () => {
    const found: string[] = [];
    for (const name of sources) {
      for (const { range, code, message, severity, source } of await editor.published(name)) {
        assert.equal(source, "importspy");
        if (severity !== 1) continue;
        const { line, character } = range.start;
        found.push(`${name}(${line + 1},${character + 1}): error TS${code}: ${message}`);
      }
    }
    const build = [path.join(root, "runtime/bin/importspy.cjs"), "build", "--compiler", "6"];
    const { stdout } = await project.node([...build, "--noEmit", "--pretty", "false"]);
    assert.deepEqual(found.sort(), stdout.trim().split("\n").sort());
    const inFile = (name: string) => found.filter((each) => each.startsWith(name)).length;
    const counts = ["broken", "intruder", "tags", "main", "admin"].map((name) => inFile(`src/${name}.ts`));
    assert.deepEqual(counts, [3, 1, 1, 0, 0]);
  });

  it("warns about a tag that may be prose", async () => {
    const severities = (await editor.published("src/tags.ts")).map(({ severity, code }) => `${severity} ${code}`);
    assert.deepEqual(severities, ["1 87111", "2 87111"]);
  });

  it("links from a refused import to the contract", async () => {
    const [{ relatedInformation: [related] = [] } = {}] = await editor.published("src/intruder.ts");
    assert.equal(related?.location.uri, editor.uriOf("src/restricted.ts"));
    assert.equal(textAt(editor.text("src/restricted.ts"), related!.location.range), "importer");
  });

  it("follows edits, also of a file whose types the contract uses", async () => {
    editor.write("src/payments.ts", payments.replace('number & Type<"uint32">', "Date"));
    assert.match((await editor.diagnostics("src/payments.ts")).join(), /^Date: The variable 'PORT' cannot/);
    editor.write("src/payments.ts", payments);
    assert.deepEqual(await editor.diagnostics("src/payments.ts"), []);
    editor.write("src/levels.ts", "export type Level = { a: 1 };\n");
    assert.match(
      (await editor.diagnostics("src/payments.ts", (found) => found.length > 0)).join(),
      /^Level: The variable 'LEVEL' cannot/,
    );
    editor.write("src/levels.ts", files["src/levels.ts"]);
    assert.deepEqual(await editor.diagnostics("src/payments.ts", (found) => !found.length), []);
  });

  it("judges importers again when the contract changes", async () => {
    editor.write("src/restricted.ts", files["src/restricted.ts"].replace("src/admin.ts", "src/intruder.ts"));
    await editor.diagnostics("src/intruder.ts", (found) => !found.length);
    await editor.diagnostics("src/admin.ts", (found) => found.length === 1);
    editor.write("src/restricted.ts", files["src/restricted.ts"]);
    await editor.diagnostics("src/admin.ts", (found) => !found.length);
  });

  it("follows changes on disk that the client reports", async () => {
    assert.match(JSON.stringify(editor.requests), /didChangeWatchedFiles/);
    const tell = (name: string, type: number) =>
      editor.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: editor.uriOf(name), type }] });
    await project.write({ "package.json": files["package.json"].replace("^8.11", "^7.0") });
    tell("package.json", 2);
    const found = await editor.diagnostics("src/payments.ts", (each) => each.length > 0);
    assert.match(found.join(), /declares 'pg' as \^7\.0/);
    await project.write({ "package.json": files["package.json"] });
    tell("package.json", 2);
    await editor.diagnostics("src/payments.ts", (each) => !each.length);

    const other = files["tsconfig.json"].replace('"src"', '"src/admin.ts"');
    await project.write({ "tsconfig.json": other });
    tell("tsconfig.json", 2);
    await editor.diagnostics("src/intruder.ts", (each) => each.length === 1);
    await project.write({ "tsconfig.json": files["tsconfig.json"] });
    tell("tsconfig.json", 2);
  });

  it("shows a contract in words on its tag and on its imports", async () => {
    const words = [
      "```text",
      "contract of src/payments.ts",
      "",
      '  os            "linux" | "darwin"',
      '  env.LEVEL     "debug" | "info"',
      "  env.PORT      a uint32 (if there is one)",
      "  packages.pg   ^8.11",
      "```",
      "",
      "Ask in #payments.",
    ].join("\n");
    for (const [name, part, range] of [
      ["src/payments.ts", "@import", "@importspy"],
      ["src/main.ts", "./pay", '"./payments.js"'],
    ] as const) {
      const shown = await editor.request<Hover | null>("textDocument/hover", editor.at(name, part));
      assert.deepEqual(shown?.contents, { kind: "markdown", value: words });
      assert.equal(textAt(editor.text(name), shown!.range!), range);
    }
    assert.equal(await editor.request("textDocument/hover", editor.at("src/main.ts", "console.lo")), null);
  });

  it("completes fields, names, types and the tag", async () => {
    const complete = async (old: string, written: string) => {
      const text = payments.replace(old, () => written);
      editor.write("src/payments.ts", text.replace("|>", ""));
      const position = positionOf(text, text.indexOf("|>"));
      const textDocument = { uri: editor.uriOf("src/payments.ts") };
      return editor.request<CompletionItem[]>("textDocument/completion", { textDocument, position });
    };
    const labels = (items: readonly CompletionItem[]) => items.map(({ label }) => label);
    const fields = await complete(" * } Ask", " *   |>\n * } Ask");
    assert.deepEqual(labels(fields), ["arch", "libc", "cpus", "memory", "runtime", "importer"]);
    assert.match(String(fields[1]?.documentation), /C library/);
    const [name] = await complete('"linux"', '"li|>nux"');
    const replaced = (name?.textEdit as TextEdit | undefined)?.range;
    assert.equal(replaced && textAt(editor.text("src/payments.ts"), replaced), "linux");
    assert.ok(labels(await complete("LEVEL: Level", "LEVEL: |>")).includes("Secret"));
    assert.deepEqual(labels(await complete(" * Card payments.", " * @|>")), ["importspy"]);
    assert.deepEqual(labels(await complete("Ask in #pay", "Ask in #pay|>")), []);
    editor.write("src/payments.ts", payments);
  });

  it("links imports to their contract, and counts importers", async () => {
    const textDocument = { uri: editor.uriOf("src/main.ts") };
    const [link, ...others] = await editor.request<DocumentLink[]>("textDocument/documentLink", { textDocument });
    assert.deepEqual(others, []);
    assert.equal(link?.target, `${editor.uriOf("src/payments.ts")}#L4`);
    assert.equal(textAt(editor.text("src/main.ts"), link!.range), "./payments.js");

    const contracted = { textDocument: { uri: editor.uriOf("src/payments.ts") } };
    const [lens] = await editor.request<CodeLens[]>("textDocument/codeLens", contracted);
    const { command } = await editor.request<CodeLens>("codeLens/resolve", lens);
    assert.equal(command?.title, "2 importers");
    const [uri, position, places] = command!.arguments as [string, object, Location[]];
    assert.deepEqual([uri, position], [contracted.textDocument.uri, lens!.range.start]);
    const importers = ["src/again.ts", "src/main.ts"].map((name) => editor.uriOf(name));
    assert.deepEqual(places.map((each) => each.uri).sort(), importers);
    const at = editor.at("src/payments.ts", "@import");
    assert.deepEqual(await editor.request("textDocument/references", at), places);
  });

  it("survives every prefix of a contract", async () => {
    const start = payments.indexOf("@importspy");
    const end = payments.indexOf("*/");
    for (let position = start; position < end; position += 17) {
      editor.write("src/payments.ts", `${payments.slice(0, position)}\n ${payments.slice(end)}`);
      await editor.published("src/payments.ts");
    }
    editor.write("src/payments.ts", payments);
    assert.deepEqual(await editor.diagnostics("src/payments.ts"), []);
  });

  it("handles files outside of any project, renamed files and closed files", async () => {
    const outside = "lonely/x.ts";
    editor.write(outside, '/** @importspy { os: "windows" } */\nexport const a = 1;\n');
    assert.match((await editor.diagnostics(outside)).join(), /^"windows": .*'win32'/);
    // A new file that is not on disk is imported by another.
    editor.write("lonely/y.ts", 'import { a } from "./x.js";\nconsole.log(a);\n');
    const textDocument = { uri: editor.uriOf("lonely/y.ts") };
    assert.deepEqual(await editor.diagnostics("lonely/y.ts"), []);
    assert.equal((await editor.request<DocumentLink[]>("textDocument/documentLink", { textDocument })).length, 1);
    editor.close("lonely/y.ts");
    editor.close(outside);
    editor.notify("textDocument/didOpen", {
      textDocument: { uri: "untitled:Untitled-1", languageId: "typescript", version: 1, text: "/** @importspy {} */" },
    });

    editor.close("src/intruder.ts");
    await rm(project.at("src/intruder.ts"));
    await project.write({ "src/admin2.ts": intruder });
    const changes = [
      { uri: editor.uriOf("src/intruder.ts"), type: 3 },
      { uri: editor.uriOf("src/admin2.ts"), type: 1 },
    ];
    editor.notify("workspace/didChangeWatchedFiles", { changes });
    editor.write("src/admin2.ts", intruder);
    assert.match((await editor.diagnostics("src/admin2.ts")).join(), /src\/admin2\.ts may not import/);
    editor.close("src/admin2.ts");
  });
});

describe("a client of importspy lsp", () => {
  it("that uses UTF-8 gets and sends such positions, in all projects of a solution", async () => {
    const contract =
      '/** Ünïcödé 😀 @importspy-less.\r\n * @importspy { os: "linux" } 😀 */\r\nexport const a = "😀";\r\n';
    const options = { composite: true, rootDir: ".", outDir: "dist", plugins: undefined };
    const project = await createProject({
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "core" }, { path: "app" }] }),
      "core/tsconfig.json": tsconfig(options, { include: ["*.ts"] }),
      "core/a.ts": contract,
      "app/tsconfig.json": tsconfig(options, { include: ["*.ts"], references: [{ path: "../core" }] }),
      "app/main.ts": '/* 😀 */ import { a } from "../core/a.js"; /* ü */\nconsole.log(a);\n',
    });
    const editor = new Editor(project.folder);
    try {
      const general = { positionEncodings: ["utf-8", "utf-16"] };
      const { capabilities } = await editor.initialize({ textDocument: CAPABILITIES.textDocument, general });
      assert.equal(capabilities.positionEncoding, "utf-8");
      editor.write("core/a.ts", contract);
      assert.deepEqual(await editor.published("core/a.ts"), []);
      const bytes = (text: string) => Buffer.byteLength(text);
      const at = (line: number, character: number) => ({ line, character });
      const place = bytes(' * @importspy { os: "');
      const changed = contract.replace('"linux"', '"macos"');
      editor.edit("core/a.ts", [{ range: { start: at(1, place), end: at(1, place + 5) }, text: "macos" }], changed);
      const [found] = await editor.published("core/a.ts");
      assert.deepEqual(found?.range, { start: at(1, place - 1), end: at(1, place + 6) });
      // Two changes in one notification, the second behind characters of four bytes; what lies behind a line is its end.
      const tail = bytes(' * @importspy { os: "macos" } 😀');
      const back = [
        { range: { start: at(1, tail), end: at(1, tail) }, text: " Ask." },
        { range: { start: at(1, place), end: at(1, place + 5) }, text: "linux" },
        { range: { start: at(2, 999), end: at(2, 999) }, text: " // 😀" },
      ];
      editor.edit("core/a.ts", back, "");
      assert.deepEqual(await editor.published("core/a.ts"), []);
      const core = { textDocument: { uri: editor.uriOf("core/a.ts") } };
      const shown = await editor.request<Hover>("textDocument/hover", { ...core, position: at(1, 5) });
      assert.match(JSON.stringify(shown.contents), /Ask\./);

      editor.write("app/main.ts", await project.read("app/main.ts"));
      assert.deepEqual(await editor.published("app/main.ts"), []);
      const app = { textDocument: { uri: editor.uriOf("app/main.ts") } };
      const [link] = await editor.request<DocumentLink[]>("textDocument/documentLink", app);
      const start = bytes('/* 😀 */ import { a } from "');
      assert.deepEqual(link?.range, { start: at(0, start), end: at(0, start + 12) });
      const [lens] = await editor.request<CodeLens[]>("textDocument/codeLens", core);
      const { command } = await editor.request<CodeLens>("codeLens/resolve", lens);
      assert.equal(command?.title, "1 importer");

      // This client does not tell of changes on disk: the server looks itself when a file is saved.
      await project.write({ "core/b.ts": contract.replace('"linux"', '"macos"') });
      editor.write("core/b.ts", await project.read("core/b.ts"));
      assert.equal((await editor.published("core/b.ts")).length, 1);
      assert.deepEqual(editor.requests, []);
    } finally {
      assert.equal(await editor.stop(), 0);
      await project.remove();
    }
  });

  it("that ends in any way ends the server too", async () => {
    const project = await createProject({ "src/a.ts": '/** @importspy { os: "linux" } */\nexport {};\n' });
    // Its end of the pipe closes.
    const closing = new Editor(project.folder);
    await closing.initialize();
    closing.write("src/a.ts", await project.read("src/a.ts"));
    await closing.published("src/a.ts");
    closing.process.stdin.end();
    // It is killed while something else holds the pipe open.
    const idle = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { env: inherited() });
    const orphan = new Editor(project.folder);
    await orphan.initialize(CAPABILITIES, idle.pid!);
    idle.kill("SIGKILL");
    // It does not say exit, only that it goes.
    const polite = new Editor(project.folder);
    await polite.initialize();
    await polite.request("shutdown", null);
    polite.process.stdin.end();
    const timeout = setTimeout(LONGEST_WAIT, "still there", { ref: false });
    const ended = [closing, orphan, polite].map(({ ended: code }) => Promise.race([code, timeout]));
    assert.deepEqual(await Promise.all(ended), [1, 1, 0]);
    await project.remove();
  });

  it("that sends invalid messages does not end it", async () => {
    const project = await createProject({ "src/a.ts": "export {};\n", "tsconfig.json": "{" });
    const editor = new Editor(project.folder);
    await editor.initialize({});
    editor.notify("textDocument/didChange", {
      textDocument: { uri: editor.uriOf("src/never-opened.ts"), version: 1 },
      contentChanges: [{ text: "" }],
    });
    editor.close("src/never-opened.ts");
    editor.write("src/a.ts", '/** @importspy { os: "macos" } */\nexport {};\n');
    assert.equal((await editor.published("src/a.ts")).length, 1);
    const far = { textDocument: { uri: editor.uriOf("src/a.ts") }, position: { line: 99, character: 99 } };
    assert.equal(await editor.request("textDocument/hover", far), null);
    const host = { uri: "file://another-machine/x.ts", languageId: "typescript", version: 1, text: "" };
    editor.notify("textDocument/didOpen", { textDocument: host });
    await assert.rejects(editor.request("textDocument/nothing", {}), /Unhandled method/);
    assert.equal(await editor.stop(), 0);
    await project.remove();
  });

  it("must name its transport", async () => {
    const project = await createProject({});
    const [program, ...args] = SERVER;
    const finished = await project.node(args.slice(0, 2));
    assert.equal(program, process.execPath);
    assert.deepEqual([finished.code, finished.stdout], [2, ""]);
    assert.match(finished.stderr, /importspy lsp --stdio/);
    await project.remove();
  });
});
