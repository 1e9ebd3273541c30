/** Starts what each editor's configuration starts, and packs the extension for VS Code. */
import assert from "node:assert/strict";
import { cp, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import luaparse from "luaparse";
import { parse as parseToml } from "smol-toml";
import { Editor } from "../../lspClient.ts";
import { createProject, type Project, root, run } from "../../project.ts";

const examples = path.join(root, "examples/editors");
const extension = path.join(root, "editors/vscode");

/** The value of a field of the table that a Lua file returns; functions have none. */
function readLua(text: string): Record<string, unknown> {
  const last = luaparse.parse(text, { encodingMode: "x-user-defined" }).body.at(-1);
  assert.equal(last?.type, "ReturnStatement");
  const evaluate = (node: luaparse.Expression | undefined): unknown => {
    if (node?.type === "StringLiteral" || node?.type === "BooleanLiteral") return node.value;
    if (node?.type !== "TableConstructorExpression") return node?.type;
    const named = node.fields.flatMap((field) =>
      field.type === "TableKeyString" ? [[field.key.name, evaluate(field.value)] as const] : [],
    );
    return named.length ? Object.fromEntries(named) : node.fields.map(({ value }) => evaluate(value));
  };
  return evaluate(last.arguments[0]) as Record<string, unknown>;
}

/** The names in a zip file, from its directory. */
function namesIn(archive: Buffer): string[] {
  const names: string[] = [];
  for (let at = archive.indexOf("PK\x01\x02"); at >= 0; at = archive.indexOf("PK\x01\x02", at + 46)) {
    names.push(archive.toString("utf8", at + 46, at + 46 + archive.readUInt16LE(at + 28)));
  }
  return names;
}

const read = (...parts: string[]) => readFile(path.join(examples, ...parts), "utf8");

describe("configurations of editors", () => {
  let project: Project;
  before(async () => {
    project = await createProject({ "src/a.ts": '/** @importspy { os: "macos" } */\nexport {};\n' });
    await mkdir(project.at("node_modules/.bin"));
    await symlink(path.join(root, "runtime/bin/importspy.cjs"), project.at("node_modules/.bin/importspy"));
  });
  after(() => project.remove());

  /** Starts a command as an editor does, and shows a broken contract to it. */
  async function start(command: readonly string[]): Promise<void> {
    const editor = new Editor(project.folder, command);
    try {
      const { serverInfo } = await editor.initialize();
      assert.equal(serverInfo.name, "importspy");
      editor.write("src/a.ts", await project.read("src/a.ts"));
      assert.equal((await editor.published("src/a.ts")).length, 1);
    } finally {
      assert.equal(await editor.stop(), 0);
    }
  }

  it("of Neovim starts the server", async () => {
    const { cmd, filetypes, root_markers: markers } = readLua(await read("neovim/lsp/importspy.lua"));
    assert.ok(Array.isArray(filetypes) && filetypes.includes("typescript"));
    assert.ok(Array.isArray(markers) && markers.includes("tsconfig.json"));
    await start(cmd as string[]);
  });

  it("of Helix starts the server in each language", async () => {
    const config = parseToml(await read("helix/languages.toml")) as unknown as {
      readonly "language-server": Readonly<Record<string, { command: string; args: string[] }>>;
      readonly language: readonly { readonly name: string; readonly "language-servers": readonly string[] }[];
    };
    const names = config.language.map(({ name }) => name);
    assert.deepEqual(names, ["typescript", "tsx", "javascript", "jsx"]);
    assert.ok(config.language.every((each) => each["language-servers"].includes("importspy")));
    const { command, args } = config["language-server"].importspy!;
    await start([command, ...args]);
  });

  it("of Zed starts the server, by its extension", async () => {
    const manifest = parseToml(await read("zed/extension.toml")) as unknown as {
      readonly language_servers: Readonly<Record<string, { languages: string[] }>>;
    };
    parseToml(await read("zed/Cargo.toml"));
    const { languages } = JSON.parse(await read("zed/settings.json")) as { languages: object };
    assert.deepEqual(manifest.language_servers.importspy?.languages, Object.keys(languages));
    const code = await read("zed/src/lib.rs");
    const list = /const ARGUMENTS: \[&str; 3\] = (\[[^\]]*\]);/.exec(code)?.[1];
    const [program, ...args] = JSON.parse(list!) as string[];
    await start([process.execPath, project.at(program!), ...args]);
  });

  it("of VS Code are JSON, and its extension starts the server", async () => {
    const settings = JSON.parse(await read("vscode/settings.json"));
    assert.equal(settings["typescript.tsdk"], "node_modules/typescript/lib");
    const { recommendations } = JSON.parse(await read("vscode/extensions.json"));
    const { publisher, name } = JSON.parse(await readFile(path.join(extension, "package.json"), "utf8"));
    assert.deepEqual(recommendations, [`${publisher}.${name}`]);
    const { findServer } = createRequire(import.meta.url)(path.join(extension, "src/server.cjs")) as {
      findServer(folder: string): string | undefined;
    };
    assert.equal(findServer(path.dirname(project.folder)), undefined);
    const server = findServer(project.at("src"));
    assert.equal(server, project.at("node_modules/importspy/bin/importspy.cjs"));
    // As vscode-languageclient does.
    await start([process.execPath, server!, "lsp", "--stdio", `--clientProcessId=${process.pid}`]);
  });

  it("of VS Code is in a complete extension package", async () => {
    const packed = project.at("extension");
    await cp(extension, packed, {
      recursive: true,
      filter: (name) => !/node_modules|dist|\.vsix$/.test(path.basename(name)),
    });
    await symlink(path.join(root, "node_modules"), project.at("extension/node_modules"), "dir");
    const built = await run(process.execPath, ["build.mjs"], { cwd: packed });
    assert.equal(built.code, 0, built.stderr);
    await rm(project.at("extension/node_modules"));
    const vsce = path.join(root, "node_modules/@vscode/vsce/vsce");
    const made = await run(process.execPath, [vsce, "package", "--no-dependencies", "--out", "x.vsix"], {
      cwd: packed,
    });
    assert.equal(made.code, 0, made.stdout + made.stderr);
    const archive = await readFile(project.at("extension/x.vsix"));
    const names = namesIn(archive);
    const expected = [
      "[Content_Types].xml",
      "extension.vsixmanifest",
      "extension/LICENSE.txt",
      "extension/dist/extension.js",
    ];
    assert.deepEqual(names.sort(), [...expected, "extension/package.json", "extension/readme.md"]);
    assert.ok(archive.length < 300_000, `${archive.length} bytes`);
    const bundle = await readFile(project.at("extension/dist/extension.js"), "utf8");
    const required = new Set(Array.from(bundle.matchAll(/require\("([^"]+)"\)/g), ([, name]) => name!));
    const builtin = createRequire(import.meta.url)("node:module") as { isBuiltin(name: string): boolean };
    assert.deepEqual(
      [...required].filter((each) => !builtin.isBuiltin(each)),
      ["vscode"],
    );
  });
});
