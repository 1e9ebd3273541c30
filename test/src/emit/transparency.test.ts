/**
 * What the plugin leaves as it is: one project, compiled by tsc and by tspc with the plugin, and compared byte by byte.
 *
 * @module
 */
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { SourceMap } from "node:module";
import { after, before, describe, it } from "node:test";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { GUARDED, OPTIONS, PUBLISHED, UNTOUCHED } from "./transparency.files.ts";

const isGuarded = (name: string) => /^dist\/(?:payments|main|ledger|calls)\./.test(name);
const isSidecar = (name: string) => /\.importspy\.[cm]?js$/.test(name);
const isBookkeeping = (name: string) => name.endsWith(".tsbuildinfo");

async function readAll(project: Project): Promise<Map<string, string>> {
  const names = (await project.list()).filter((name) => name.startsWith("dist/") || isBookkeeping(name));
  return new Map(await Promise.all(names.map(async (name) => [name, await project.read(name)] as const)));
}

/** 0-based positions of the markers of a text, in their order by name and place. */
function findMarkers(text: string): { name: string; line: number; column: number }[] {
  return text
    .split("\n")
    .flatMap((content, line) =>
      [...content.matchAll(/\bmarker[A-Z]\w*/g)].map(({ 0: name, index }) => ({ name, line, column: index })),
    );
}

describe("the plugin changes nothing else", () => {
  const projects: Project[] = [];
  const create = async (files: Files) => {
    const project = await createProject(files);
    projects.push(project);
    return project;
  };
  const compile = async (compiler: "tsc" | "tspc", files: Files) => {
    const project = await create(files);
    const { code, stdout } = await project[compiler]();
    assert.equal(code, 0, stdout);
    return { project, emitted: await readAll(project) };
  };
  const files = { ...UNTOUCHED, ...GUARDED, "tsconfig.json": tsconfig(OPTIONS) };
  let plain: Map<string, string>;
  let guarded: Map<string, string>;
  let elsewhere: Map<string, string>;
  let project: Project;

  before(async () => {
    const compiled = await Promise.all([compile("tsc", files), compile("tspc", files), compile("tspc", files)]);
    [plain, guarded, elsewhere] = compiled.map(({ emitted }) => emitted) as [typeof plain, typeof plain, typeof plain];
    project = compiled[1].project;
  });
  after(() => Promise.all(projects.map((each) => each.remove())));

  it("adds sidecars and no other file", () => {
    assert.deepEqual(
      [...guarded.keys()].filter((name) => !isSidecar(name)),
      [...plain.keys()],
    );
    assert.deepEqual([...guarded.keys()].filter(isSidecar), [
      "dist/calls.importspy.cjs",
      "dist/ledger.importspy.cjs",
      "dist/main.importspy.js",
      "dist/payments.importspy.js",
    ]);
  });

  it("emits files without contract and without guarded import byte for byte", () => {
    const untouched = [...plain].filter(([name]) => !isGuarded(name) && !isBookkeeping(name));
    assert.equal(untouched.length, 25);
    for (const [name, text] of untouched) assert.equal(guarded.get(name), text, name);
  });

  it("emits declarations byte for byte, and adds contracts at their end", () => {
    const isDeclaration = (name: string) => /\.d\.[cm]?ts(?:\.map)?$/.test(name);
    for (const [name, text] of plain) {
      const published = PUBLISHED[name];
      if (!isDeclaration(name)) continue;
      // The hash of a contract's text is another test's affair.
      const declarations = guarded.get(name)!.replace(/"copy":"#[0-9a-f]+"/, '"copy":"#…"');
      assert.equal(declarations, published ? text.replace("//# sourceMappingURL", `${published}$&`) : text, name);
    }
  });

  it("adds two lines to a guarded file and changes no other", () => {
    for (const name of ["dist/payments.js", "dist/main.js", "dist/ledger.cjs"]) {
      const lines = guarded.get(name)!.split("\n");
      const added = lines.filter((line) => line.includes("importspy_1"));
      assert.equal(added.length, 2, name);
      assert.equal(lines.filter((line) => !added.includes(line)).join("\n"), plain.get(name), name);
    }
  });

  it("keeps source maps of guarded files exact", () => {
    type Payload = ConstructorParameters<typeof SourceMap>[0];
    const parse = (text: string | undefined) => JSON.parse(text!) as Payload;
    for (const name of ["dist/payments.js", "dist/main.js", "dist/ledger.cjs"]) {
      const isGuard = guarded
        .get(name)!
        .split("\n")
        .map((line) => line.includes("importspy_1"));
      const { mappings, ...rest } = parse(guarded.get(`${name}.map`));
      const lines = mappings.split(";");
      assert.deepEqual(
        lines.filter((_, index) => isGuard[index]),
        ["", ""],
        `${name}: a guard has no place in the source`,
      );
      const remaining = { ...rest, mappings: lines.filter((_, index) => !isGuard[index]).join(";") };
      assert.deepEqual(remaining, parse(plain.get(`${name}.map`)), name);
    }
  });

  it("maps the code around guarded calls to its position in the source", () => {
    const name = "dist/calls.cjs";
    const source = findMarkers(GUARDED["src/calls.cts"]!);
    const originsIn = (emitted: Map<string, string>) => {
      const map = new SourceMap(JSON.parse(emitted.get(`${name}.map`)!));
      return findMarkers(emitted.get(name)!).map(({ name, line, column }) => {
        const { originalLine, originalColumn } = map.findEntry(line, column) as Record<string, number>;
        return { name, line: originalLine, column: originalColumn };
      });
    };
    assert.deepEqual(originsIn(guarded), originsIn(plain));
    // The first is the assignment to `exports` that TypeScript adds.
    assert.deepEqual(originsIn(guarded).slice(-source.length), source);
  });

  it("builds the same bytes in another folder, including .tsbuildinfo", () => {
    assert.deepEqual(elsewhere, guarded);
    for (const [name, text] of guarded) assert.ok(!text.includes(project.folder), name);
  });

  it("writes nothing when nothing changed", async () => {
    const timesOf = () => Promise.all([...guarded.keys()].map(async (name) => (await stat(project.at(name))).mtimeMs));
    const first = await timesOf();
    assert.equal((await project.tspc()).code, 0);
    assert.deepEqual(await timesOf(), first);
  });

  it("compiles a project without contracts as tsc does, including .tsbuildinfo", async () => {
    const withoutContracts = {
      ...UNTOUCHED,
      "src/payments.ts": "export class Account {}\n",
      "tsconfig.json": tsconfig(OPTIONS),
    };
    const [tsc, tspc] = await Promise.all([compile("tsc", withoutContracts), compile("tspc", withoutContracts)]);
    assert.deepEqual(tspc.emitted, tsc.emitted);
  });

  it("keeps the texts and positions of TypeScript's own diagnostics", async () => {
    const wrong = {
      ...files,
      "src/payments.ts": `${GUARDED["src/payments.ts"]}export const wrong: number = platform(true);\n`,
      "src/main.ts": `${GUARDED["src/main.ts"]}\n  import("./payments.js").then(({ markerPay }) => markerPay(1, absent));\n`,
      "src/wrong.ts":
        'import { level, port } from "./unions.js";\nexport const n: 1 = level(1);\nexport const m: string = port(true);\n',
    };
    const project = await create(wrong);
    const [tsc, tspc] = await Promise.all([
      project.tsc(["-p", ".", "--noEmit", "--incremental", "false"]),
      project.tspc(["-p", ".", "--noEmit", "--incremental", "false"]),
    ]);
    assert.equal(tsc.stdout.match(/error TS/g)?.length, 5, tsc.stdout);
    assert.equal(tspc.stdout, tsc.stdout);
    assert.equal(tspc.code, tsc.code);
  });
});
