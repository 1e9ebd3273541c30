// The module has no guard of its own: nothing but the caller's guard keeps it from being loaded.
import { createRequire as makeRequire } from "node:module";

const load = makeRequire(import.meta.url);

const ask = async (name: string, importLegacy: () => unknown) => {
  try {
    await importLegacy();
    console.log(`${name}: admitted`);
  } catch (error) {
    console.log(`${name}: ${String(error).split("\n")[0]}`);
  }
};
await ask("in parentheses", () => import(("legacy")));
await ask("as const", () => import("legacy" as const));
await ask("satisfies", () => import(("legacy" satisfies string)!));
await ask("renamed createRequire", () => load("legacy"));
await ask("renamed createRequire, at once", () => makeRequire(import.meta.url)("legacy"));
await ask("require in parentheses", () => (load)("legacy"));
const { common } = await import("./common.cjs");
for (const [name, importLegacy] of Object.entries(common)) await ask(name, importLegacy);
