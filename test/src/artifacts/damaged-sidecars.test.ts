/**
 * A sidecar that is not what was built, in each module system: nothing of the contracted module is evaluated, and one line
 * says whose sidecar it is and what to do.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { createProject } from "../project.ts";

const PAY = `import { env, type List, type MinLength, type Secret } from "importspy";
/** @importspy */
export interface Contract {
  env: { TOKEN: Secret<string & MinLength<3>>; PORTS: List<number>; MODE: "a" | "b" };
  runtime: { node: ">=20" };
  importer: { module: \`src/\${string}\` };
}
export const values = env<Contract>();
console.log("evaluated");
`;
const project = await createProject({
  "src/pay.mts": PAY,
  "src/pay.cts": PAY,
  "src/main.mts": 'import { values } from "./pay.mjs";\nvalues.PORTS;\n',
  "src/main.cts": 'import { values } from "./pay.cjs";\nvalues.PORTS;\n',
  "src/later.mts": 'await import("./pay.mjs");\n',
  "src/host.mts": `/** @importspy { importer: { module: \`src/\${string}\` } } */
import { importers, load } from "importspy";
interface Plugin { name: "bee" | \`b\${string}\` }
await load<Plugin>("./plugin.mjs");
console.log("evaluated");
export const all = importers<{ importer: { module: \`src/\${string}\` } }>();
`,
  "src/hosted.mts": 'import { all } from "./host.mjs";\nall;\n',
  "src/plugin.mts": 'export const name = String("bee");\n',
});
after(() => project.remove());
const built = await project.tspc();
assert.equal(built.code, 0, built.stdout);

type Edit = readonly [from: string | RegExp, to: string];
const DATA = /^\{"key".*\},$/m;
const MOMENTS = /^\[\[\[.*\]\]\],$/m;

/** What is edited of the contracted module's sidecar. */
const OF_CONTRACT: Readonly<Record<string, Edit>> = {
  "no contract at all": [/^enforce\(.*?^\);$/ms, "enforce();"],
  "an empty contract": [DATA, "{},"],
  "a contract that is a text": [DATA, '"src/pay",'],
  "a contract without alternatives": [/"alternatives":\[.*\]/, '"alternatives":[]'],
  "an alternative without conditions": [/"conditions":\[.*?\]\]\}\],/, ""],
  "a condition that nothing is known of": [/"expected":"a secret of at least 3 characters","is":0/, '"other":0'],
  "a range that is missing": [/"range":\[\[">= 20.0.0-0"\]\]/, '"other":0'],
  "nothing that judges": [/^\{ env: .*\},$/m, ""],
  "a judge that is missing": [/importer, runtime, judge/, "importer, judge"],
  "no validators": [/^\[\n.*?^\],\n/ms, ""],
  "the first validator missing": [/^\(input\) => 3.*$/m, ","],
  "the validator of a list missing": [/^\(input\) => true,$/m, ","],
  "the last validator missing": [/^\(importer\) => .*$/m, ""],
  "a validator that is a text": [/^\(input\) => 3.*$/m, '"(input) => true",'],
  "values of another contract": [/#\w+", hide/, '#000000", hide'],
};

/** What of it leaves no name of a module: the stack names the sidecar. */
const NAMELESS = ["no contract at all", "an empty contract", "a contract that is a text"];

/** What is edited of an importer's. */
const OF_IMPORTER: Readonly<Record<string, Edit>> = {
  "no moments": [MOMENTS, ""],
  "a moment that is missing": [MOMENTS, "[],"],
  "a moment that is a number": [MOMENTS, "[0],"],
  "an import that is a number": [MOMENTS, "[[0]],"],
  "an import that is nothing": [MOMENTS, "[[null]],"],
};

/** What is edited of a file's that loads modules and lists its importers. */
const OF_HOST: Readonly<Record<string, Edit>> = {
  "no loads": [/^\[\{"line".*$/m, "[],"],
  "loads without shapes": [/"shapes":.*\}\],$/m, '"other":0}],'],
  "a validator of a load missing": [/^\[\n\(input\).*?^\],\n(?=\(spec)/ms, "[],\n"],
  "importers of another contract": [/importers\(("[^#]*)#\w+/, "importers($1#000000"],
};

/** A program, and whose sidecar is edited. */
interface Example {
  readonly start: string;
  readonly sidecar: string;
  readonly edits: Readonly<Record<string, Edit>>;
}
const EXAMPLES: readonly Example[] = [
  ...["mjs", "cjs"].flatMap((extension): Example[] => [
    { start: `main.${extension}`, sidecar: `pay.importspy.${extension}`, edits: OF_CONTRACT },
    { start: `main.${extension}`, sidecar: `main.importspy.${extension}`, edits: OF_IMPORTER },
  ]),
  {
    start: "later.mjs",
    sidecar: "later.importspy.mjs",
    edits: { ...OF_IMPORTER, "what guards calls missing": [/^calls,\n/m, ""] },
  },
  { start: "hosted.mjs", sidecar: "host.importspy.mjs", edits: OF_HOST },
];

const ENV = { TOKEN: "t0psecret", PORTS: "1,2", MODE: "a" };
let copies = 0;

/** Starts a program with one sidecar edited. */
async function startEdited(start: string, sidecar: string, [from, to]: Edit) {
  const folder = `copy-${copies++}`;
  await cp(project.at("dist"), project.at(folder), { recursive: true });
  const file = project.at(folder, sidecar);
  const text = await readFile(file, "utf8");
  const edited = text.replace(from, to);
  assert.notEqual(edited, text, `${from} is not in ${text}`);
  await writeFile(file, edited);
  return project.node([`${folder}/${start}`], { env: ENV });
}

describe("an edited sidecar", { concurrency: 2 }, () => {
  for (const { start, sidecar, edits } of EXAMPLES) {
    const source = sidecar.replace(/\.importspy\.(.)js$/, ".$1ts");
    for (const [name, edit] of Object.entries(edits)) {
      it(`${sidecar}: ${name}`, async () => {
        const { code, stdout, stderr } = await startEdited(start, sidecar, edit);
        const said = stderr.split("\n").filter((line) => /^Error: .*: its sidecar is damaged; build again$/.test(line));
        assert.equal(said.length, 1, stderr);
        const isNameless = NAMELESS.includes(name);
        const whose = isNameless ? "Error: a module:" : `src/${source}`;
        assert.ok(said[0]!.includes(whose), stderr);
        if (isNameless) assert.ok(stderr.includes(`/${sidecar}:`), stderr);
        assert.doesNotMatch(stderr, /TypeError/);
        assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
      });
    }
  }

  it("is Node.js's to tell where it is cut off", async () => {
    const half = await startEdited("main.mjs", "pay.importspy.mjs", [/^\{ env: .*/ms, ""]);
    assert.match(half.stderr, /pay\.importspy\.mjs:\d+\n.*^SyntaxError: /ms);
    const none = await startEdited("main.mjs", "pay.importspy.mjs", [/^export const \$importspy.*\n/m, ""]);
    assert.match(none.stderr, /pay\.mjs:2\n.*^TypeError: importspy_1\.\$importspy is not a function$/ms);
    assert.deepEqual(
      [half, none].map(({ code, stdout }) => ({ code, stdout })),
      Array(2).fill({ code: 1, stdout: "" }),
    );
  });
});
