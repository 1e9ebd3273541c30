/** `load<T>()` in what is built: the module is loaded from where the calling file ends up, and validated. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { buildBoth, FOLDERS, inEachBundler } from "./everywhere.ts";

/** What each folder holds beside which the program may end up; with a module that has a name for importers. */
const PLUGINS: Files = {
  "plugins/right.js": 'console.log("right: evaluated");\nexport const name = "right";\nexport const run = (a) => a;\n',
  "plugins/wrong.js": 'console.log("wrong: evaluated");\nexport const name = 1;\nexport const run = (a, b) => b;\n',
  "plugins/none.js": 'console.log("none: evaluated");\nexport const name = "none";\n',
  "plugins/package.json": '{ "type": "module" }',
};
const beside = (folder: string): Files =>
  Object.fromEntries(Object.entries(PLUGINS).map(([name, text]) => [`${folder}/${name}`, text]));

const MAIN = `import { load as read } from "importspy";
interface Plugin {
  name: string;
  run(task: string): void;
}
async function main(): Promise<void> {
  for (const name of ["right", "wrong", "none"]) {
    try {
      console.log((await read<Plugin>(\`./plugins/\${name}.js\`)).name);
    } catch (error) {
      const { violations, message } = error as Error & { violations?: { path: string; expected: string; hint: string }[] };
      console.log(violations?.map(({ path, expected, hint }) => [path, expected, hint].join(", ")).join("; ") ?? message);
    }
  }
}
void main();
`;

const WRONG = `wrong: evaluated
exports.name, a string, found a number; exports.run, a function with 1 parameter, found a function with 2 parameters
`;
const NONE = "exports.run, a function with 1 parameter, not exported\n";
/** Where Node.js links: what lacks an export is not evaluated. */
const SAYS = `right: evaluated\nright\n${WRONG}${NONE}`;

const FILES: Files = {
  "package.json": '{ "name": "app", "type": "module" }',
  "src/main.ts": MAIN,
};

async function says(project: Project, args: readonly string[], expected = SAYS): Promise<void> {
  const { stdout, stderr } = await project.node(args);
  assert.equal(stdout, expected, stderr);
}

const OPTIONS = { plugins: undefined };

describe("load<T>() in hosts", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createProject({
      ...FILES,
      "tsconfig.json": tsconfig(OPTIONS),
      ...Object.assign({}, ...FOLDERS.map(beside), beside("src")),
    });
  });
  after(() => project?.remove());

  for (const compiler of ["typescript", "typescript-7"]) {
    it(`importspy build, ${compiler}, in both module systems`, () =>
      buildBoth({ ...FILES, ...beside("dist"), ...beside("cjs") }, compiler, OPTIONS, (built, main) =>
        says(built, [main]),
      ));
  }

  it("register", () => says(project, ["--import", "@importspy/transformer/register", "src/main.ts"]));

  inEachBundler(
    () => project,
    async (built, { bundler, format, folder, main }) => {
      // Others do not tell where the file is: webpack would say where it is built.
      const isPlaced =
        /^(?:rollup|rolldown|vite)$/.test(bundler) || (format === "esm" && /^(?:esbuild|bun)$/.test(bundler));
      await says(built, [main], isPlaced ? SAYS : SAYS.replace(NONE, `none: evaluated\n${NONE}`));
      for (const file of (await built.list(folder)).filter((each) => !each.endsWith(".map")))
        assert.ok(!(await built.read(file)).includes(built.folder), `${file} tells a folder`);
    },
  );
});
