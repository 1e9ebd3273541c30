/**
 * `node --expose-gc test/bench/updates.ts [updates]`: what the guard service holds on to over many edits. Each changes a type
 * that a contract names, so that contract and importer are guarded again. What is measured is the heap after a collection.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import ts from "typescript";
import { createProject } from "../src/project.ts";

const require = createRequire(import.meta.url);
const { createGuardService } =
  require("../../transformer/dist/service.js") as typeof import("../../transformer/dist/service.js");

const updates = Number(process.argv[2] ?? 10_000);
const collect = (globalThis as { gc?: () => void }).gc;
if (!collect) throw new Error("node --expose-gc");
const compilerOptions = { target: "es2022", module: "preserve", strict: true, lib: ["es5"], types: [], noEmit: true };
const project = await createProject({
  "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src"] }),
  "src/level.ts": 'export type Level = "debug";\n',
  "src/pay.ts":
    'import type { Level } from "./level";\n/** @importspy { env: { LOG?: Level } } */\nexport const pay = 1;\n',
  "src/main.ts": 'import { pay } from "./pay";\nexport const all = [pay, import("./pay")];\n',
});
const service = createGuardService({ tsconfig: project.at("tsconfig.json"), typescript: ts });
const read = (name: string) => ts.sys.readFile(project.at(name))!;
const guard = (name: string) => service.guard(project.at(name), read(name), {});

for (const name of ["src/pay.ts", "src/main.ts"]) guard(name);

const megabytes = () => {
  collect();
  return (process.memoryUsage().heapUsed / 2 ** 20).toFixed(1);
};
const step = Math.ceil(updates / 10);
for (let index = 0; index <= updates; index++) {
  writeFileSync(project.at("src/level.ts"), `export type Level = "debug" | "level${index}";\n`);
  const changed = service.update([project.at("src/level.ts")]);
  if (!changed.includes(project.at("src/pay.ts"))) throw new Error(`update ${index} changed ${changed.join()}`);
  if (!guard("src/pay.ts")?.sidecars[0]?.includes(`level${index}"`)) throw new Error(`update ${index} is not guarded`);
  guard("src/main.ts");
  // The first edits fill what is remembered.
  if (index % step === 10 || index === updates) console.log(`${index} updates: ${megabytes()} MB`);
}
service.dispose();
await project.remove();
