// The module has no guard of its own: nothing but the caller's guard keeps it from being loaded.
import defaultModule, { createRequire, createRequire as make } from "node:module";
import * as whole from "module";
import { fileURLToPath } from "node:url";
import { ask } from "./ask.cjs";
import { required } from "./elsewhere.js";

const { url } = import.meta;
const asRequire = createRequire(import.meta.url) as NodeJS.Require;
const asFunction = createRequire(url) as (id: string) => { name: string };
const satisfied = createRequire(fileURLToPath(url)) satisfies NodeJS.Require;
const asserted = createRequire(import.meta.url)!;
const wrapped = ((createRequire)(import.meta.url));
const anything = <any>createRequire(import.meta.url);
await ask("as NodeJS.Require", () => asRequire("legacy"));
await ask("as a function", () => asFunction("legacy"));
await ask("satisfies", () => satisfied("legacy"));
await ask("!", () => asserted("legacy"));
await ask("in parentheses", () => wrapped("legacy"));
await ask("<any>", () => anything("legacy"));

let late: any;
late = createRequire(import.meta.url);
let never: NodeJS.Require | undefined;
never ??= make(import.meta.url);
const again = late;
const [listed] = [again];
const { taken } = { taken: again };
let given: any;
({ createRequire: given } = defaultModule);
await ask("assigned late", () => late("legacy"));
await ask("assigned when missing", () => never!("legacy"));
await ask("another name", () => again("legacy"));
await ask("out of a list", () => listed("legacy"));
await ask("out of an object", () => taken("legacy"));
await ask("taken apart later", () => given(import.meta.url)("legacy"));

const { createRequire: renamed } = whole;
const { createRequire: awaited } = await import("node:module");
await ask("of the default", () => defaultModule.createRequire(import.meta.url)("legacy"));
await ask("of the default's Module", () => defaultModule.Module.createRequire(import.meta.url)("legacy"));
await ask("of the namespace", () => whole["createRequire"](import.meta.url)("legacy"));
await ask("out of the namespace", () => renamed(import.meta.url)("legacy"));
await ask("out of import()", () => awaited(import.meta.url)("legacy"));
await ask("of getBuiltinModule", () => process.getBuiltinModule("module").createRequire(import.meta.url)("legacy"));
await ask("in a promise", () => import("node:module").then((loaded) => loaded.createRequire(url)("legacy")));

class Loader {
  static shared = asRequire;
  readonly #hidden = asRequire;
  open;
  constructor(open: (id: string) => unknown) {
    this.open = open;
  }
  load = () => this.#hidden("legacy");
  loadOpenly = () => this.open("legacy");
}
const holder = { nested: { load: asRequire } };
const returning = () => asRequire;
function withParameter(load: (id: string) => unknown) {
  return load("legacy");
}
const withType = (load: NodeJS.Require) => load("legacy");
await ask("a static member", () => Loader.shared("legacy"));
await ask("a private member", () => new Loader(asRequire).load());
await ask("a member of this", () => new Loader(asRequire).loadOpenly());
await ask("a property", () => holder.nested.load("legacy"));
await ask("a function returns it", () => returning()("legacy"));
await ask("a parameter", () => withParameter(asRequire));
await ask("a parameter by its type", () => [withType].map((each) => each(asRequire)));
await ask("from another file, by its type", () => required("legacy"));
await ask("a condition", () => (url ? asRequire : again)("legacy"));

await ask("call", () => asRequire.call(undefined, "legacy"));
await ask("apply", () => asRequire.apply(undefined, ["legacy"]));
await ask("bind", () => asRequire.bind(undefined)("legacy"));
const bound = asRequire.bind(undefined, "legacy");
await ask("bind with the name", () => bound());
await ask("Reflect.apply", () => Reflect.apply(asRequire, undefined, ["legacy"]));
await ask("an optional call", () => asRequire?.("legacy"));
await ask("a comma", () => (void 0, asRequire)("legacy"));

const constant = "legacy";
const texts = { first: "legacy" } as const;
enum Names {
  legacy = "legacy",
}
const either = (name: "legacy" | "node:path") => asRequire(name);
const options = await Promise.resolve({});
await ask("a template", () => asRequire(`legacy`));
await ask("a constant", () => asRequire(constant));
await ask("a constant, import()", () => import(constant));
await ask("a sum", () => asRequire("leg" + "acy"));
await ask("a template of constants", () => import(`${constant}`, options));
await ask("a member", () => asRequire(texts.first));
await ask("an enum", () => asRequire(Names.legacy));
await ask("one of two", () => either("legacy"));
await ask("the other of two", () => either("node:path"));
for (const name of ["node:path", "legacy"]) await ask(`one after the other: ${name}`, () => import(name));
await ask("a choice", () => import(url ? "legacy" : "node:path"));
await ask("another choice", () => asRequire(url ? "node:path" : "legacy"));
await ask("a choice of what is awaited", async () => import((await url) ? "legacy" : constant));

await ask("require.resolve loads nothing", () => asRequire.resolve("legacy"));
await import("./common.cjs");
