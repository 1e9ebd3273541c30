import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import esbuild from "esbuild";
import ts from "typescript";
import { importspy } from "../cli/fixture.ts";
import { createProject, type Project, tsconfig } from "../project.ts";

const require = createRequire(import.meta.url);
const { createGuardService } =
  require("../../../transformer/dist/service.js") as typeof import("../../../transformer/dist/service.js");

const CONFIG = `import { env, type Default, type Json, type List, type Maximum, type Secret } from "importspy";
/** @importspy */
export interface Contract {
  env: {
    PORT: number & Maximum<65535> & Default<3000>;
    ORIGINS: List<string> & Default<["a", "b c"]>;
    FLAGS?: Json<{ beta: boolean }>;
    KEY: Secret;
  };
}
export const { PORT, ORIGINS, FLAGS, KEY } = env<Contract>();
`;

/** What the command line says of contracts whose modules call \`env<C>()\`. */
describe("command line and values", () => {
  let project: Project;
  before(async () => {
    project = await createProject({
      "src/config.ts": CONFIG,
      "src/main.ts": 'import { PORT } from "./config.js";\nconsole.log(PORT);\n',
    });
    assert.equal((await project.tspc(["-p", "."])).code, 0);
  });
  after(() => project.remove());

  it("keeps the types of JSON that holds itself in declarations", async () => {
    const tree = await createProject({
      "tsconfig.json": tsconfig({ declaration: true }),
      "src/tree.ts": `import { env, type Json } from "importspy";
interface Tree { size: number; parts: Tree[]; parent?: Tree | null }
/** @importspy */
export interface Contract { env: { TREE: Json<Tree> } }
export const { TREE } = env<Contract>();
`,
      "use/use.ts": `import { TREE } from "../dist/tree.js";
export const size: number | undefined = TREE.parts[0]?.parts[0]?.parent?.size;
// @ts-expect-error
TREE.parts[0]!.parts[0]!.parts.push(TREE);
// @ts-expect-error
export const none = TREE.parts[0]!.parts[0]!.parts[0]!.none;
`,
    });
    try {
      assert.equal((await tree.tspc(["-p", "."])).code, 0);
      const use = await tree.tspc(["--noEmit", "--ignoreConfig", "--strict", "--module", "nodenext", "use/use.ts"]);
      assert.deepEqual([use.stdout, use.code], ["", 0]);
    } finally {
      await tree.remove();
    }
  });

  it("describes defaults, lists and JSON in words", async () => {
    const text = await importspy(project, ["explain", "dist"]);
    assert.match(text.stdout, /PORT {6}a decimal number of at most 65535, default 3000/);
    assert.match(text.stdout, /ORIGINS {3}a list separated by ",", each a string, default a,b c/);
    assert.match(text.stdout, /FLAGS {5}JSON of the type \{ beta: boolean; \}, optional/);
    const env = await importspy(project, ["explain", "dist", "--format", "env"]);
    assert.match(env.stdout, /# a decimal number of at most 65535, default below \(src\/config.ts\)\n# PORT=3000\n/);
    assert.match(env.stdout, /# ORIGINS='a,b c'\n/);
    assert.match(env.stdout, /\nKEY=\n/);
    const json = await importspy(project, ["explain", "dist", "--format", "json"]);
    const [contract] = JSON.parse(json.stdout).contracts;
    assert.deepEqual(
      contract.alternatives[0].environment.map((term: { default?: string }) => term.default),
      ["3000", "a,b c", undefined, undefined],
    );
    const markdown = await importspy(project, ["explain", "dist", "--format", "markdown"]);
    assert.match(markdown.stdout, /`env\.PORT` \|.*\| default `3000` \|/);
  });

  it("judges lists and JSON, with defaults", async () => {
    const held = await importspy(project, ["check", "dist"], {
      env: { KEY: "hunter2hunter2", FLAGS: '{"beta":true}' },
    });
    assert.match(held.stdout, /✓ env\.PORT .*not set, default/);
    assert.match(held.stdout, /✓ env\.FLAGS .* set\n/);
    assert.equal(held.code, 0, held.stdout + held.stderr);
    const broken = await importspy(project, ["check", "dist"], {
      env: { KEY: "hunter2hunter2", FLAGS: '{"beta":"hunter3hunter3"}', ORIGINS: "a,,b", PORT: "70000" },
    });
    assert.match(broken.stdout, /✗ env\.FLAGS .*not a boolean/);
    assert.match(broken.stdout, /✗ env\.ORIGINS .*an empty item/);
    assert.match(broken.stdout, /✗ env\.PORT /);
    assert.equal(broken.code, 1);
    assert.doesNotMatch(broken.stdout + broken.stderr + held.stdout, /hunter|70000/);
  });

  it("is verified", async () => {
    const verified = await importspy(project, ["verify", "dist"]);
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  });

  it("works in texts that other compilers emitted", async () => {
    const service = createGuardService({ tsconfig: project.at("tsconfig.json"), typescript: ts });
    const transpile = (module: ts.ModuleKind) =>
      ts.transpileModule(CONFIG, { compilerOptions: { module, target: ts.ScriptTarget.ES2022 } }).outputText;
    const texts = {
      esbuild: [esbuild.transformSync(CONFIG, { loader: "ts" }).code, "esm"],
      typescript: [transpile(ts.ModuleKind.ESNext), "esm"],
      commonjs: [transpile(ts.ModuleKind.CommonJS), "cjs"],
    } as const;
    try {
      for (const [name, [code, format]] of Object.entries(texts)) {
        const guarded = service.guard(project.at("src/config.ts"), code, { language: "javascript", format })!;
        await project.write({
          [`${name}/package.json`]: `{ "type": "${format === "esm" ? "module" : "commonjs"}" }`,
          [`${name}/config.js`]: guarded.code,
          [`${name}/config.importspy.js`]: guarded.sidecars[0]!,
        });
        const script = `import("./${name}/config.js").then(({ PORT, KEY }) => console.log(PORT, String(KEY)));`;
        const { stdout, stderr } = await project.node(["-e", script], { env: { KEY: "hunter2", PORT: "80" } });
        assert.equal(stdout + stderr, "80 [secret]\n", name);
      }
      const changed = "export const PORT = 1;\n";
      assert.throws(() => service.guard(project.at("src/config.ts"), changed), /cannot find the calls of env<C>\(\)/);
    } finally {
      service.dispose();
    }
  });

  it("throws in a file that importspy did not compile", async () => {
    await project.write({
      "plain.mjs":
        'import { env } from "importspy";\ntry {\n  env();\n} catch (error) {\n  console.log(error.message);\n}\n',
    });
    const { stdout } = await project.node(["plain.mjs"]);
    assert.match(stdout, /^env<…>\(\) has no values: importspy did not compile the file that calls it/);
  });
});

/** Variables without lists and JSON, which a generated function reads together; and the same with a list. */
describe("variables that are read together", () => {
  const members = `
    PORT: number & Default<3000>; BIG: bigint & Default<5n>; MODE: ("a" | "b") & Default<"a">; ON: boolean & Default<true>;
    TEXT: string; SIZE?: number; FLAG?: boolean; EITHER: number | "auto"; constructor?: string; "a-b"?: bigint; KEY: Secret;`;
  const moduleOf = (more: string) => `import { env, type Default, type List, type Secret } from "importspy";
/** @importspy */
export interface Contract { env: {${members}${more} } }
const { KEY, ...others } = env<Contract>();
const shown = { ...others, KEY: KEY.reveal().length };
console.log(JSON.stringify(shown, (_, value) => (typeof value === "bigint" ? value + "n" : value)));
`;
  const REQUIRED = { TEXT: "", EITHER: "auto", KEY: "abc" };
  const DEFAULTS = { PORT: 3000, BIG: "5n", MODE: "a", ON: true };
  const ADMITTED: readonly (readonly [Readonly<Record<string, string>>, object])[] = [
    [REQUIRED, { ...DEFAULTS, TEXT: "", EITHER: "auto", KEY: 3 }],
    // An empty text is a value of a string only.
    [
      { ...REQUIRED, PORT: "", BIG: "", MODE: "", ON: "", SIZE: "", FLAG: "", "a-b": "", constructor: "" },
      { ...DEFAULTS, TEXT: "", EITHER: "auto", constructor: "", KEY: 3 },
    ],
    [
      {
        TEXT: "5",
        PORT: "007.50",
        BIG: "-12",
        MODE: "b",
        ON: "0",
        SIZE: "-0.5",
        FLAG: "1",
        EITHER: "12",
        "a-b": "7",
        KEY: " ",
      },
      {
        PORT: 7.5,
        BIG: "-12n",
        MODE: "b",
        ON: false,
        TEXT: "5",
        SIZE: -0.5,
        FLAG: true,
        EITHER: 12,
        "a-b": "7n",
        KEY: 1,
      },
    ],
  ];
  const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "env.PORT": { PORT: "1e3" },
    "env.BIG": { BIG: "1.5" },
    "env.MODE": { MODE: "c" },
    "env.ON": { ON: "yes" },
    "env.SIZE": { SIZE: "1".repeat(400) },
    "env.EITHER": { EITHER: "" },
    "env.a-b": { "a-b": "0x1" },
    "env.KEY": { KEY: "" },
  };

  it("have the values and violations of variables that are read alone", async () => {
    const project = await createProject({
      "src/together.ts": moduleOf(""),
      "src/alone.ts": moduleOf(" LIST?: List<string>;"),
    });
    assert.deepEqual(await project.importspy(["build"]), { code: 0, stdout: "", stderr: "" });
    assert.match(await project.read("dist/together.importspy.js"), /allVariables/);
    for (const file of ["together", "alone"]) {
      for (const [variables, expected] of ADMITTED) {
        const { code, stdout, stderr } = await project.node([`dist/${file}.js`], { env: variables });
        assert.equal(code, 0, stderr);
        assert.deepEqual(JSON.parse(stdout), expected, file);
      }
      const { TEXT: _, ...withoutText } = REQUIRED;
      const refused = Object.entries(REFUSED).map(([path, change]) => [path, { ...REQUIRED, ...change }] as const);
      for (const [path, variables] of [...refused, ["env.TEXT", withoutText] as const]) {
        const { code, stdout, stderr } = await project.node([`dist/${file}.js`], { env: variables });
        assert.equal(stdout, "", path);
        assert.equal(code, 1, path);
        assert.match(stderr, /breaks its contract in 1 place/, `${file}\n${stderr}`);
        assert.ok(stderr.includes(`  ${path} `), stderr);
      }
    }
    await project.remove();
  });
});
