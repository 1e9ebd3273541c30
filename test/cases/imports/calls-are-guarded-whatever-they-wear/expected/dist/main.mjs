import * as importspy_1 from "./main.importspy.mjs";
importspy_1.$importspy();
// The module has no guard of its own: nothing but the caller's guard keeps it from being loaded.
import { createRequire as makeRequire } from "node:module";
const load = makeRequire(import.meta.url);
const ask = async (name, importLegacy) => {
    try {
        await importLegacy();
        console.log(`${name}: admitted`);
    }
    catch (error) {
        console.log(`${name}: ${String(error).split("\n")[0]}`);
    }
};
await ask("in parentheses", () => importspy_1.$importspy(0, () => import(("legacy"))));
await ask("as const", () => importspy_1.$importspy(1, () => import("legacy")));
await ask("satisfies", () => importspy_1.$importspy(2, () => import("legacy")));
await ask("renamed createRequire", () => importspy_1.$importspy(3, () => load("legacy")));
await ask("renamed createRequire, at once", () => importspy_1.$importspy(4, () => makeRequire(import.meta.url)("legacy")));
await ask("require in parentheses", () => importspy_1.$importspy(5, () => (load)("legacy")));
const { common } = await import("./common.cjs");
for (const [name, importLegacy] of Object.entries(common))
    await ask(name, importLegacy);
