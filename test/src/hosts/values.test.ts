/**
 * `env<C>()` in every host, by hostile input: a call that is renamed, nested and shadowed; a megabyte of JSON, a union that
 * holds itself, `__proto__`, empty items; and a secret wherever something could print it.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { buildBoth, inEachBundler } from "./everywhere.ts";

const FILES: Files = {
  "package.json": '{ "name": "app", "type": "module" }',
  "src/config.ts": `import { env as e, type Default, type Json, type List, type Secret } from "importspy";
type Tree = { kind: "a"; next?: Tree } | { kind: "b"; next?: Tree };
/** @importspy */
export interface Contract {
  env: {
    KEY: Secret;
    PIN: Secret<number>;
    TREE: Json<Tree>;
    BIG: Json<{ id: number }[]>;
    ITEMS: List<number> & Default<[1]>;
  };
}
export const values = e<Contract>();
export const nested = () => (() => e<Contract>())();
export const shadowed = (e: <T>() => string) => e<Contract>();
`,
  "src/main.ts": `declare function structuredClone<T>(value: T): T;
async function main(): Promise<void> {
  const isWrong = process.env.WRONG === "1";
  let tree = isWrong ? '{"kind":"t0psecret"}' : '{"kind":"a","__proto__":{"kind":"b"}}';
  // Who tries each member of each union again needs 2 ** 100 steps.
  for (let depth = 0; depth < 100; depth++) tree = \`{"kind":"b","next":\${tree}}\`;
  process.env.TREE = tree;
  process.env.BIG = isWrong
    ? "[".repeat(100_000) + "]".repeat(100_000)
    : JSON.stringify(Array.from({ length: 100_000 }, (_, id) => ({ id })));
  try {
    const { values, nested, shadowed } = await import("./config.ts");
    const { KEY, PIN, TREE, BIG, ITEMS } = values;
    console.log(nested() === values, shadowed(() => "shadow"), BIG.length, Object.isFrozen(BIG[9]), ITEMS);
    let leaf: typeof TREE = TREE;
    while (leaf.next) leaf = leaf.next;
    console.log(Object.getOwnPropertyNames(leaf), Object.getPrototypeOf(leaf) === Object.prototype);
    console.log(\`\${KEY}\`, JSON.stringify([KEY, PIN]), KEY, { ...KEY }, structuredClone(KEY), new Map([[KEY, PIN]]));
    console.log({ cause: new Error("failed", { cause: KEY }).cause }, KEY === nested().KEY, KEY.reveal().length + PIN.reveal());
  } catch (error) {
    const { violations } = error as { violations?: { path: string; hint: string }[] };
    if (!violations) throw error;
    for (const { path, hint } of violations) console.log(path.replaceAll(".next", ""), hint);
  }
}
void main();
`,
};

const RIGHT = `true shadow 100000 true [ 1 ]
[ 'kind' ] true
[secret] ["[secret]","[secret]"] [secret] {} {} Map(1) { [secret] => [secret] }
{ cause: [secret] } true 4251
`;
const WRONG = `env.KEY set, but empty
env.PIN set, but not a decimal number
env.TREE.kind not "a" | "b"
env.BIG[0] not an object
env.ITEMS[1] an empty item
`;

/** Runs the program with the right variables, and with wrong ones. */
async function says(project: Project, args: readonly string[]): Promise<void> {
  const right = await project.node(args, { env: { KEY: "t0psecret", PIN: "4242" } });
  assert.deepEqual([right.stdout, right.stderr], [RIGHT, ""]);
  const wrong = await project.node(args, { env: { KEY: "", PIN: "hunter2", ITEMS: "1, ,2", WRONG: "1" } });
  assert.deepEqual([wrong.stdout, wrong.stderr], [WRONG, ""]);
}

const OPTIONS = { plugins: undefined, rewriteRelativeImportExtensions: true };

describe("env<C>() in hosts", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createProject({ ...FILES, "tsconfig.json": tsconfig(OPTIONS) });
  });
  after(() => project?.remove());

  for (const compiler of ["typescript-5.9", "typescript", "typescript-7"]) {
    it(`importspy build, ${compiler}, in both module systems`, () =>
      buildBoth(FILES, compiler, OPTIONS, (built, main) => says(built, [main])));
  }

  it("register", () => says(project, ["--import", "@importspy/transformer/register", "src/main.ts"]));

  inEachBundler(
    () => project,
    (built, { main }) => says(built, [main]),
  );
});
