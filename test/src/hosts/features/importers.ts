/** `importers<C>()`: order, late importers, circular imports, failing ones, and what they export. */
import assert from "node:assert/strict";
import { createProject, type Files, type Finished, type Project, tsconfig } from "../../project.ts";

/** Specifiers without extension: all hosts but Node.js find the file. */
export const FILES: Files = {
  "src/plugin.ts": `export interface Plugin { readonly name: string }
/** Strange values are given as they are; to read them is up to the host. */
export interface Strange extends Plugin { readonly getter: { readonly size: number }; readonly proxy: { readonly size: number } }
`,
  "src/host.ts": `import { importers as who } from "importspy";
import type { Plugin, Strange } from "./plugin";
/** @importspy */
export interface Host {
  importer:
    | { module: "src/page.ts" | "src/run.ts" }
    | { module: \`src/\${"first" | "second" | "circular" | "late" | "failing" | "early"}.ts\`; exports: Plugin }
    | { module: "src/strange.ts"; exports: Strange };
}
export const list = () => who<Host>();
export async function names(): Promise<string> {
  const found: string[] = [];
  for (const importer of list()) {
    if (importer.module === "src/page.ts" || importer.module === "src/run.ts") continue;
    try {
      found.push((await importer.load()).name);
    } catch (error) {
      found.push((error as Error).message === "broken" || /failed when it was evaluated/.test((error as Error).message) ? "broken" : "?");
    }
    if (importer.module !== "src/strange.ts") continue;
    const { getter, proxy } = await importer.load();
    for (const value of [getter, proxy])
      try {
        found.push(String(value.size));
      } catch {
        found.push("throws");
      }
  }
  return found.join();
}
`,
  "src/first.ts":
    'import { list } from "./host";\nexport const name = "first";\nexport const seen = list().map(({ module }) => module);\n',
  "src/second.ts": 'import "./host";\nexport const name: string = "second";\n',
  "src/circular.ts":
    'import { other } from "./other";\nimport "./host";\nexport const name: string = "circular";\nexport const use = () => other;\n',
  "src/other.ts": 'import { use } from "./circular";\nexport const other = () => use;\n',
  "src/strange.ts": `import "./host";
export const name: string = "strange";
export const getter = { get size(): number { throw new Error("getter"); } };
export const proxy = new Proxy({ size: 1 }, { get() { throw new Error("proxy"); } });
`,
  // It asks for the importers, itself among them.
  "src/early.ts":
    'import { names } from "./host";\nexport const name: string = "early";\nexport const later = (): Promise<string> => names();\n',
  "src/late.ts": 'import "./host";\nexport const name: string = "late";\n',
  "src/failing.ts": 'import "./host";\nexport const name: string = "failing";\nif (name) throw new Error("broken");\n',
  "src/run.ts": `import { seen } from "./first";
import "./second";
import "./circular";
import "./strange";
import { later } from "./early";
import { list, names } from "./host";
export async function run(): Promise<readonly string[]> {
  const said = [\`seen \${seen.join()}\`, await names(), \`early \${(await later()) === (await names())}\`];
  const before = list();
  await import("./late");
  await import("./failing").catch(() => undefined);
  await import("./late");
  said.push(\`\${before.length} then \${list().length}, frozen \${Object.isFrozen(before)}\`, await names());
  return said;
}
`,
  "src/page.ts": 'import "./host";\nexport { run } from "./run";\n',
  "src/main.ts": 'import { run } from "./page";\nrun().then((said) => console.log(said.join("\\n")));\n',
};
export const SAID = [
  "seen src/page.ts,src/first.ts",
  "first,second,circular,strange,throws,throws,early",
  "early true",
  "7 then 9, frozen true",
  "first,second,circular,strange,throws,throws,early,late,broken",
];

/** For every host but Node.js. */
export const TSCONFIG = tsconfig(
  { module: "esnext", moduleResolution: "bundler", plugins: undefined, types: [], noEmit: true },
  { include: ["src"] },
);

/** A project for every host but Node.js. */
export function createApp(files: Files = {}): Promise<Project> {
  return createProject({
    ...FILES,
    "package.json": JSON.stringify({ name: "app", version: "1.0.0", type: "module" }),
    "tsconfig.json": TSCONFIG,
    ...files,
  });
}

/** Whether a program has said what it has to. */
export function assertSaid({ stdout, stderr }: Finished): void {
  assert.deepEqual(stdout.trim().split("\n"), SAID, stderr);
}
