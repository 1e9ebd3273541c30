/** What the language server offers to change, made and diagnosed again. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { Editor } from "../../lspClient.ts";
import { createProject, type Project, tsconfig } from "../../project.ts";

const intruder = 'import { secret } from "./restricted.js";\nconsole.log(secret);\n';

const files = {
  "package.json": '{\n\t"name": "app",\n\t"type": "module",\n\t"dependencies": {\n\t\t"zod": "^4"\n\t}\n}\n',
  "tsconfig.json": tsconfig({ plugins: undefined, moduleDetection: "legacy" }),
  "src/names.ts": `/**
 * @importspy {
 *   os: "macos";
 *   arhc: "x64";
 *   runtime: { edge_light: true };
 *   importer: { modul: "src/a.ts" };
 *   env: { A: Secert; B: Format<"uri"> };
 * }
 */
export {};
`,
  "src/tag.ts": '/** @ImportSpy { os: "linux" } */\nexport {};\n',
  "src/braces.ts":
    "/** @importspy Shape */\nexport const shape: Shape = { os: 'linux' };\ninterface Shape { os: 'linux' }\n",
  "src/script.ts": '/** @importspy { os: "linux" } */\n',
  "src/packages.ts": '/** @importspy { packages: { pg: "^8.11" } } */\nexport const a = 1;\n',
  "src/uses.ts": 'import { a } from "./packages.js";\nconsole.log(a);\n',
  "src/range.ts": '/** @importspy { packages: { zod: "^3.2" } } */\nexport const b = 1;\nconsole.log(b);\n',
  "src/usesRange.ts": 'import { b } from "./range.js";\nconsole.log(b);\n',
  "src/restricted.ts": `/**
 * @importspy {
 *   importer: { module: "src/admin.ts" };
 * } For the admin page.
 */
export const secret = 1;
`,
  "src/admin.ts": intruder,
  "src/intruder.ts": intruder,
  "src/guests/package.json": '{ "name": "guests", "type": "module" }',
  "src/guests/guest.ts": 'import { secret } from "../restricted.js";\nconsole.log(secret);\n',
  "src/inline.ts": `/**
 * Sends mail.
 *
 * @importspy {
 *   env: {
 *     URL: string & Format<"uri">;
 *     KEY?: Secret;
 *   };
 * } Ask in #mail.
 */
import { env } from "importspy";

export const { URL } = env();
`,
  "src/named.ts": `import { env } from "importspy";
/** @importspy */
interface Needs { env: { PORT: number } }
export const { PORT } = env();
export const other = process.env.OTHER;
`,
  "src/typed.ts": `/** @importspy {
 *   env: { PORT: number; LEVEL: "a" | "b" };
 * } */
import { createServer } from 'node:http'
export const port = Number(process.env.PORT)
export const server = createServer
`,
  "src/typedAgain.ts": `import { env } from "importspy";
/** @importspy */
interface Needs { env: { PORT: number; LEVEL: string } }
const { PORT } = env<Needs>();
export const both = [PORT, process.env.LEVEL, process.env.PORT];
`,
  "src/unread.ts": `/**
 * Sends mail.
 *
 * @importspy { os: "linux"; env: { URL: string & Format<"uri"> } } Ask in #mail.
 */
import { createServer } from "node:http";

export const values = createServer;
`,
  "src/unreadWithout.ts": '/** @importspy { os: "linux" } */\nexport {};\n',
};

describe("quick fixes of importspy lsp", () => {
  let project: Project;
  let editor: Editor;
  const read = (name: string) => readFileSync(project.at(name), "utf8");

  before(async () => {
    project = await createProject(files);
    editor = new Editor(project.folder);
    await editor.initialize();
    for (const name of Object.keys(files).filter((each) => /\.c?ts$/.test(each))) editor.write(name, read(name));
  });
  after(async () => {
    assert.equal(await editor.stop(), 0);
    assert.deepEqual(editor.logged, []);
    await project.remove();
  });

  /** The files after the action with a title was taken. */
  async function take(name: string, part: string, title: string) {
    const found = await editor.actions(name, part);
    const action = found.find((each) => each.title === title);
    assert.ok(action?.edit, `${title}: ${found.map((each) => each.title).join()}`);
    return { action, texts: editor.applied(action.edit, read) };
  }

  /** What is wrong with a file after the action was taken, which is put back then. */
  async function diagnoseAfter(name: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
    const changed = Object.entries(texts).filter(([each]) => /\.c?ts$/.test(each));
    const before = changed.map(([each]) => [each, editor.text(each)] as const);
    for (const [each, text] of changed) editor.write(each, text);
    // Of the file that was written in last, diagnostics are of this state of all files.
    editor.write(name, editor.text(name));
    const found = await editor.diagnostics(name);
    for (const [each, text] of before) editor.write(each, text);
    return found;
  }

  it("correct a wrong name", async () => {
    const text = files["src/names.ts"];
    for (const [part, title, expected] of [
      ['"macos"', 'Write "darwin"', text.replace("macos", "darwin")],
      ["arhc", "Write arch", text.replace("arhc", "arch")],
      ["edge_light", 'Write "edge-light"', text.replace("edge_light", '"edge-light"')],
      ["modul", "Write module", text.replace("modul:", "module:")],
      ["Secert", "Write Secret", text.replace("Secert", "Secret")],
      ['Format<"uri">', 'Write string & Format<"uri">', text.replace("Format", "string & Format")],
    ] as const) {
      const { action, texts } = await take("src/names.ts", part, title);
      assert.deepEqual(texts, { "src/names.ts": expected });
      assert.deepEqual([action.kind, action.isPreferred, action.diagnostics?.length], ["quickfix", true, 1]);
    }
    assert.deepEqual(await editor.actions("src/names.ts", "export {}"), []);
  });

  it("correct the tag, its braces and a missing export", async () => {
    for (const [name, part, title, written] of [
      ["src/tag.ts", "@ImportSpy", "Write @importspy", ["@ImportSpy", "@importspy"]],
      ["src/braces.ts", "Shape", "Write {Shape}", ["Shape", "{Shape}"]],
      ["src/script.ts", "@importspy", "Add 'export {};'", ["*/\n", "*/\nexport {};\n"]],
    ] as const) {
      const { texts } = await take(name, part, title);
      assert.deepEqual(texts, { [name]: files[name].replace(written[0], written[1]) });
      assert.deepEqual(await diagnoseAfter(name, texts), []);
    }
  });

  it("add a package to package.json, in its style, or change its range", async () => {
    const added = await take("src/packages.ts", '"^8.11"', "Add pg ^8.11 to the dependencies in package.json");
    const manifest = files["package.json"];
    assert.deepEqual(added.texts, {
      "package.json": manifest.replace('\t\t"zod"', '\t\t"pg": "^8.11",\n\t\t"zod"'),
    });
    const changed = await take("src/range.ts", '"^3.2"', "Change zod in package.json from ^4 to ^3.2");
    assert.deepEqual(changed.texts, { "package.json": manifest.replace("^4", "^3.2") });
  });

  it("admit an importer of the same package and of another package", async () => {
    const { texts } = await take(
      "src/intruder.ts",
      "./restricted",
      "Admit src/intruder.ts in the contract of src/restricted.ts",
    );
    const contract = files["src/restricted.ts"];
    const own = contract.replace('"src/admin.ts"', '"src/admin.ts" | "src/intruder.ts"');
    assert.deepEqual(texts, { "src/restricted.ts": own });
    assert.deepEqual(await diagnoseAfter("src/intruder.ts", texts), []);

    const other = await take(
      "src/guests/guest.ts",
      "../restricted",
      "Admit guest.ts in the contract of src/restricted.ts",
    );
    const member = '{ module: "src/admin.ts" } | { package: "guests"; module: "guest.ts" }';
    assert.deepEqual(other.texts, { "src/restricted.ts": contract.replace('{ module: "src/admin.ts" }', member) });
    assert.deepEqual(await diagnoseAfter("src/guests/guest.ts", other.texts), []);
  });

  it("name a contract in a comment, and read its values", async () => {
    const { texts } = await take("src/inline.ts", "env(", "Name the contract Contract, and read its values");
    assert.deepEqual(texts, {
      "src/inline.ts": `/**
 * Sends mail.
 *
 * @importspy {Contract} Ask in #mail.
 */
import { env, type Format, type Secret } from "importspy";

interface Contract {
  env: {
    URL: string & Format<"uri">;
    KEY?: Secret;
  };
}

export const { URL } = env<Contract>();
`,
    });
    assert.deepEqual(await diagnoseAfter("src/inline.ts", texts), []);
    const named = await take("src/named.ts", "env()", "Read the values of Needs");
    assert.equal(named.texts["src/named.ts"], files["src/named.ts"].replace("env()", "env<Needs>()"));
  });

  it("add a variable that the module reads to the contract", async () => {
    const { texts } = await take("src/named.ts", "OTHER", "Add OTHER to the contract, as a string");
    assert.equal(texts["src/named.ts"], files["src/named.ts"].replace("number }", "number; OTHER: string }"));
    const lines = files["src/inline.ts"].replace("env();", "process.env;\nexport const more = process.env.MORE;");
    editor.write("src/inline.ts", lines);
    const added = await take("src/inline.ts", "MORE", "Add MORE to the contract, as a string");
    const expected = lines.replace(" *     KEY?: Secret;\n", " *     KEY?: Secret;\n *     MORE: string;\n");
    assert.equal(added.texts["src/inline.ts"], expected);
    editor.write("src/inline.ts", files["src/inline.ts"]);
  });

  it("replace process.env.X with the validated value", async () => {
    const { action, texts } = await take(
      "src/typed.ts",
      "process.env.PORT",
      "Read PORT as the contract has validated it",
    );
    assert.equal(action.kind, "refactor.rewrite");
    assert.deepEqual(texts, {
      "src/typed.ts": `/** @importspy {Contract} */
import { createServer } from 'node:http'
import { env } from 'importspy'

interface Contract {
  env: { PORT: number; LEVEL: "a" | "b" };
}
export const port = Number(env<Contract>().PORT)
export const server = createServer
`,
    });
    assert.deepEqual(await diagnoseAfter("src/typed.ts", texts), []);
    const again = files["src/typedAgain.ts"];
    const level = await take("src/typedAgain.ts", "process.env.LEVEL", "Read LEVEL as the contract has validated it");
    const expected = again.replace("{ PORT }", "{ PORT, LEVEL }").replace("process.env.LEVEL", "LEVEL");
    assert.equal(level.texts["src/typedAgain.ts"], expected);
    const port = await take("src/typedAgain.ts", "process.env.PORT", "Read PORT as the contract has validated it");
    assert.equal(port.texts["src/typedAgain.ts"], again.replace("process.env.PORT", "PORT"));
  });

  it("match the kinds that a client requests", async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const ask = (only: string[]) =>
      editor.request<{ kind: string }[]>("textDocument/codeAction", {
        textDocument: { uri: editor.uriOf("src/typed.ts") },
        range,
        context: { diagnostics: [], only },
      });
    assert.deepEqual(await ask(["source.organizeImports"]), []);
    assert.deepEqual(await ask(["quickfix"]), []);
  });

  it("name a contract that is written in its comment, and read its values", async () => {
    const title = "Name the contract Contract, and read its values";
    const { action, texts } = await take("src/unread.ts", "os:", title);
    assert.equal(action.kind, "refactor.rewrite");
    assert.deepEqual(texts, {
      "src/unread.ts": `/**
 * Sends mail.
 *
 * @importspy {Contract} Ask in #mail.
 */
import { createServer } from "node:http";
import { env, type Format } from "importspy";

interface Contract { os: "linux"; env: { URL: string & Format<"uri"> } }
const values2 = env<Contract>();

export const values = createServer;
`,
    });
    assert.deepEqual(await diagnoseAfter("src/unread.ts", texts), []);
    // A contract without variables has no values, one with a name needs none, and other code is not the contract.
    for (const [name, part] of [
      ["src/unreadWithout.ts", "@importspy"],
      ["src/typedAgain.ts", "@importspy"],
      ["src/unread.ts", "createServer"],
    ] as const)
      assert.deepEqual(await editor.actions(name, part), [], name);
  });
});
