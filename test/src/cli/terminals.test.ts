/**
 * What others wrote is shown and does nothing: names of files, packages and variables, notes and versions may hold
 * control sequences for terminals and commands for the runners of CI.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { Hover, MarkupContent } from "vscode-languageserver";
import { printable, printableLine, printableOutput, printableReport } from "../../../runtime/src/printable.ts";
import { Editor } from "../lspClient.ts";
import { createProject, type Project } from "../project.ts";
import { importspy, seal } from "./fixture.ts";

const ESC = "\u001b";
/** Clears the screen, sets a terminal's title, hides what follows, turns a line around, and talks to CI. */
const HOSTILE = `${ESC}[2J${ESC}]0;x\u0007\u009b8m\u202e`;

/** No control character but line breaks, and no line that CI takes for a command. */
function assertHarmless(text: string, where: string): void {
  assert.doesNotMatch(
    text,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
    where,
  );
  // Annotations that this program writes itself have a title of its own.
  assert.doesNotMatch(text, /^\s*::(?!(?:error|warning|notice) title=importspy)[a-z-]+|##(?:vso|teamcity)?\[/m, where);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const COLOURS = /\u001b\[\d*m/g;

/** {@link HOSTILE} and commands, as a string of TypeScript and as it is. */
const QUOTED = String.raw`\u001b[31m\u009b8m\u202e\u061c\n::error::a\n##[error]b##teamcity[c]%0A::warning::d`;
const RAW = JSON.parse(`"${QUOTED}"`) as string;
const NOTE = RAW.replaceAll("\n", "\n * ");

/** Everything that a contract can say, said in such texts. */
const TEXTS: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name: `app${RAW}`,
    version: "1.0.0",
    type: "module",
    scripts: { [RAW]: `vite ${RAW}`, start: `node dist/main.cjs ${RAW}` },
    dependencies: { pg: "*" },
  }),
  "node_modules/pg/package.json": JSON.stringify({ name: "pg", version: `7.0.0${RAW}`, main: "index.js" }),
  "node_modules/pg/index.js": "",
  "src/pg.d.ts": `/** @importspy { env: { PGX: "${QUOTED}" } } ${NOTE} */\ndeclare module "pg" { export const connect: () => string; }\n`,
  [`src/${RAW}/a.cts`]: `/** @importspy {
 *   env: {
 *     LITERAL: "${QUOTED}" | "b";
 *     TEMPLATE: \`\${number}${QUOTED}\`;
 *     LIST: List<"${QUOTED}" | "c", "${QUOTED};">;
 *     PATTERN: string & Pattern<"^\\u202e##teamcity$">;
 *     DEFAULT: string & Default<"${QUOTED}">;
 *     JSON: Json<{ "${QUOTED}": "${QUOTED}"; a: \`${QUOTED}\${string}\` }>;
 *   };
 *   packages: { pg: "^8" };
 *   importer: { module: \`src/\${string}.cts\` | \`src/${QUOTED}\${string}\`; package: "${QUOTED}"; exports: { x: "${QUOTED}"; "${QUOTED}"?: 1 } };
 * } ${NOTE} */
export const a = 1;
`,
  "src/b.ts": `/**
 * @importspy { env: { X: "${QUOTED}" } } ${NOTE}
 * @importspy { env: { JSON: Json<{ "${QUOTED}": "${QUOTED}" }> } } ${NOTE}
 */
export const b = 1;
`,
  "src/uses-pg.ts": 'import "pg";\n',
  "src/plain.ts": "export {};\n",
  "src/loads.ts": `import { load } from "importspy";\nawait load<{ "${QUOTED}": "${QUOTED}"; run(): void }>("./plain.js?${QUOTED}");\n`,
  "src/main.cts": `import { a } from "./${QUOTED}/a.cjs";\nexport const x = "${QUOTED}";\nconsole.log(a);\n`,
};

describe("texts of others", {
  concurrency: 2,
  skip: process.platform === "win32" && "names of files cannot hold them",
}, () => {
  it("are escaped in refusals, diagnostics and commands", async () => {
    const file = `a${HOSTILE}\n::error::b.ts`;
    const emitted = file.replace(/ts$/, "js");
    const project = await createProject({
      "package.json": JSON.stringify({
        name: `app${ESC}[31m`,
        version: "1.0.0",
        type: "module",
        dependencies: { pg: "*" },
        scripts: { build: "importspy build", [`x${HOSTILE}`]: "vite build" },
      }),
      "node_modules/pg/package.json": JSON.stringify({ name: "pg", version: `7.0.0${HOSTILE}\n::error::c` }),
      [`src/${file}`]: `/** @importspy { packages: { pg: "^8" } } Ask${HOSTILE}\n * ::error::ask\n * ##[error]ask */\nexport const a = 1;\n`,
      "src/main.cts": `import { a } from "./${QUOTED}/a.cjs";\nexport const x = "${QUOTED}";\nconsole.log(a);\n`,
    });
    after(() => project.remove());
    const built = await project.tspcProcess();
    assertHarmless(built.stdout.replace(/^src\/.*?: error TS2307.*$/gms, ""), "tspc");
    const run = await project.node([`dist/${emitted}`]);
    assert.equal(run.code, 1);
    const [, message] = run.stderr.split(/(?=ContractViolationError: )/);
    assertHarmless(message!.split("\n    at ")[0]!, "the refusal");
    assert.match(message!, /found 7\.0\.0\?/);
    assert.match(message!, /: :error::ask/);
    for (const args of [
      ["check", "dist"],
      ["explain", "dist"],
      ["doctor"],
      ["verify", "dist"],
      ["check", `src/${file}`],
    ]) {
      const { stdout, stderr } = await importspy(project, args);
      assertHarmless(stdout + stderr, args.join(" "));
      assert.ok((stdout + stderr).length, args.join(" "));
    }
  });

  describe("in contracts", () => {
    let project: Project;
    before(async () => {
      project = await createProject(TEXTS);
      const built = await importspy(project, ["build"]);
      assertHarmless(built.stdout.replaceAll(COLOURS, "") + built.stderr, "build");
      assert.deepEqual([built.code, built.stdout.match(/TS\d+/g) ?? []], [0, []], built.stdout);
      const locked = await importspy(project, ["lock", "dist"]);
      assert.equal(locked.code, 0, locked.stderr);
      await cp(project.at("dist"), project.at("old"), { recursive: true });
      const sidecar = project.at("old/b.importspy.js");
      const body = (await readFile(sidecar, "utf8")).replace(/^.*\n/, "").replace('"path":"env.X"', '"path":"env.Y"');
      await writeFile(sidecar, seal(body));
    });
    after(() => project.remove());

    it("do nothing in refusals: message, stack, toJSON and the trace", async () => {
      await project.write({
        "run.mjs": `const told = [];
for (const file of ["b.js", "main.cjs", "uses-pg.js", "loads.js"]) {
  await import("./dist/" + file).catch((error) => told.push([error.code, error.message, error.stack, JSON.stringify(error), ...error.violations.flatMap(Object.values)]));
}
console.log(JSON.stringify(told));`,
      });
      const env = { NODE_DEBUG: "importspy", JSON: "{}", LITERAL: "no", LIST: "no" };
      const run = await project.node(["--import", "importspy/dist/trace.mjs", "run.mjs"], { env });
      assertHarmless(run.stderr, "the trace");
      const told = JSON.parse(run.stdout) as string[][];
      assert.deepEqual(
        told.map(([code]) => code),
        Array(4).fill("ERR_IMPORTSPY_CONTRACT_VIOLATION"),
      );
      for (const text of told.flat()) {
        // Files' names are Node.js's to print.
        if (typeof text === "string") assertHarmless(text.replaceAll(RAW, "").replace(/^ {4}at .*$/gm, ""), text);
      }
      assert.match(told[0]![1]!, /expected "\\u001b\[31m\\u009b8m\\u202e\\u061c/);
    });

    it("do nothing in the output of commands, in any format", async () => {
      const a = `dist/${RAW}/a.cjs`;
      const formats = (command: readonly string[], names: readonly string[]) =>
        names.map((name) => [...command, "--format", name]);
      const commands: (readonly string[])[] = [
        ...formats(["check", "dist"], ["human", "json", "junit", "github", "sarif"]),
        ...formats(["explain", "dist"], ["text", "json", "markdown", "env"]),
        ...formats(["graph", "dist"], ["html", "svg", "mermaid", "dot", "json"]),
        ...formats(["diff", "old", "dist"], ["text", "json", "markdown", "github"]),
        ["check", "--entry", "dist/main.cjs"],
        ["explain", "--needs", "dist/main.cjs"],
        ["explain", "--why", "dist/main.cjs", a],
        ["explain", "--why", "dist/main.cjs", "dist/b.js"],
        ["verify", "dist"],
        ["doctor"],
        ["lock", "--check", "dist"],
        ["lock", "--check", "old"],
        ["adopt", `src/${RAW}/a.cts`],
        ["init", "--dry-run"],
      ];
      for (const args of commands) {
        const { stdout, stderr } = await importspy(project, args);
        assertHarmless(stdout, `stdout of ${args.join(" ")}`);
        assertHarmless(stderr, `stderr of ${args.join(" ")}`);
        assert.ok(stdout + stderr, args.join(" "));
      }
      assertHarmless(await project.read("importspy.lock.md"), "the lock");
    });

    it("do nothing as invalid arguments", async () => {
      const commands = [
        [RAW],
        ["check", `--${RAW}`],
        ["check", "dist", "--format", RAW],
        ["verify", RAW],
        ["graph", "--entry", RAW],
        ["diff", `git:${RAW}`],
        ["diff", `npm:${RAW}`],
        ["build", "-p", RAW],
      ];
      for (const args of commands) {
        const { code, stdout, stderr } = await importspy(project, args);
        assert.notEqual(code, 0, args.join(" "));
        assertHarmless(stdout.replaceAll("\u001b[31m", "") + stderr, args.join(" "));
      }
    });

    it("are refused in sidecars from others, and in lock files", async () => {
      const honest = await project.read("dist/b.importspy.js");
      const texts: readonly (readonly [RegExp, string])[] = [
        [/"module":"src\/b\.ts"/, `"module":"src/b.ts\\n::error::a"`],
        [/"package":"/, `"package":"\\u001b[31m`],
        [/"note":"/, `"note":"\\n::add-mask::a\\n`],
        [/"path":"env\.X"/, `"path":"env.X\\n::error::a"`],
        [/"expected":"/, `"expected":"\\u202e`],
      ];
      for (const text of texts) {
        const [found, hostile] = text;
        const body = honest.replace(/^.*\n/, "").replace(found, hostile);
        assert.notEqual(body, honest.replace(/^.*\n/, ""), hostile);
        await project.write({ "hostile/b.js": await project.read("dist/b.js"), "hostile/b.importspy.js": seal(body) });
        for (const args of texts.indexOf(text) ? [["check"]] : [["check"], ["verify"], ["graph"], ["diff", "old"]]) {
          const { code, stdout, stderr } = await importspy(project, [...args, "hostile"]);
          assert.notEqual(code, 0, `${args[0]} of ${hostile}`);
          assertHarmless(stdout + stderr, `${args[0]} of ${hostile}`);
        }
      }
      const lock = await project.read("importspy.lock.md");
      await project.write({ "locked/importspy.lock.md": `${lock}\n## "\\n::error::a"\n` });
      const { code, stderr } = await importspy(project, ["diff", "locked", "dist"]);
      assert.equal(code, 2);
      assert.match(stderr, /it was edited by hand on line \d+; run importspy lock/);
    });
  });

  it("do nothing in diagnostics, whatever the contract contains", async () => {
    const project = await createProject({
      "src/fields.ts": `/** @importspy { env: { "${QUOTED}": string; B: "${QUOTED}" & 3 }; "${QUOTED}": 1; os: "${QUOTED}"; runtime: { node: "${QUOTED}"; "${QUOTED}": true } } */\nexport const e = 1;\n`,
      "src/importer.ts": `/** @importspy { importer: { module: "${QUOTED}"; package: "${QUOTED}" } } */\nexport const e = 1;\n`,
      "src/values.ts": `/** @importspy { env: { V: Default<"${QUOTED}"> & "a"; R: string & Pattern<"(${QUOTED}"> } } */\nexport const e = process.env["${QUOTED}"];\n`,
      "src/packages.ts": `/** @importspy { packages: { "nope${QUOTED}": "^8"; pg: "${QUOTED}" } } */\nexport const e = 1;\n`,
      [`src/${RAW}.ts`]: "/** @importspy { oss: 1 } */\nexport const e = 1;\n",
    });
    after(() => project.remove());
    const tspc = await project.tspcProcess();
    assertHarmless(tspc.stdout.replaceAll(RAW, "TypeScript's own"), "tspc");
    assert.ok((tspc.stdout.match(/TS87\d+/g) ?? []).length > 8, tspc.stdout);
    for (const args of [[], ["--pretty"]]) {
      const build = await importspy(project, ["build", ...args]);
      assertHarmless(build.stdout.replaceAll(COLOURS, "") + build.stderr, `build ${args.join("")}`);
      assert.equal(build.stdout.match(/TS87\d+/g)?.length, tspc.stdout.match(/TS87\d+/g)?.length);
    }
  });

  it("do nothing in messages of the language server", async () => {
    const b = "src/b.ts";
    const project = await createProject({
      [b]: TEXTS[b]!,
      "src/pg.d.ts": TEXTS["src/pg.d.ts"]!,
      "src/uses-pg.ts": TEXTS["src/uses-pg.ts"]!,
    });
    after(() => project.remove());
    const editor = new Editor(project.folder);
    after(() => editor.stop());
    await editor.initialize();
    editor.write(b, `/** @importspy { "${QUOTED}": 1; os: "${QUOTED}" } */\nexport const b = 1;\n`);
    const told = await editor.published(b, (found) => found.length > 1);
    for (const { message } of told) assertHarmless(String(message), "a diagnostic");
    editor.write("src/uses-pg.ts", TEXTS["src/uses-pg.ts"]!);
    const hover = await editor.request<Hover>("textDocument/hover", editor.at("src/uses-pg.ts", "pg", false));
    const { value } = hover.contents as MarkupContent;
    assert.match(String(value), /env\.PGX/);
    assertHarmless(String(value), "a hover");
  });

  it("stay unchanged when they are harmless, and are escaped once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = printable(text);
        assertHarmless(shown.replaceAll("\t", " ").replaceAll("\r\n", "\n"), JSON.stringify(text));
        assert.equal(printable(shown), shown);
        const line = printableLine(text);
        assert.equal(printableLine(line), line);
        assert.doesNotMatch(line, /[\r\n\t]/);
      }),
    );
    assert.equal(printable("a: b::c ## [x]"), "a: b::c ## [x]");
    assert.equal(printableReport(`${ESC}[96mcyan${ESC}[0m${ESC}[2J`), `${ESC}[96mcyan${ESC}[0m\\u001b[2J`);
    assert.equal(printableReport(`${ESC}[7m3${ESC}[0m ${ESC}[8mhidden`), `${ESC}[7m3${ESC}[0m \\u001b[8mhidden`);
    assert.equal(printableOutput(`${ESC}[31mred${ESC}[39m${ESC}[8mhidden`), `${ESC}[31mred${ESC}[39m\\u001b[8mhidden`);
  });
});
