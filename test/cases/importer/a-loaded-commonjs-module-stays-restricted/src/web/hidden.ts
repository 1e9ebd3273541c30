import Module, { createRequire } from "node:module";
import { charge } from "../billing/charge";
import { held, loaders, loadWith } from "./loader";

console.log(charge());
const name = ["..", "pay.js"].join("/");
const full = require.resolve(name);
held.load = require;
loaders.set("require", require);
const { _load } = Module as unknown as { _load: (name: string, parent: unknown) => unknown };
const forms: Record<string, () => unknown> = {
  "a computed specifier": () => require(name),
  "an absolute path": () => require(full),
  "a parameter of another file": () => loadWith(require, name),
  "a property of another file": () => held.load!(name),
  "a Map": () => loaders.get("require")!(name),
  "Array.prototype.map": () => [name].map(require),
  "require.call": () => require.call(undefined, name),
  "require.apply": () => Reflect.apply(require, undefined, [name]),
  "a bound require": () => (require.bind(undefined, name) as () => unknown)(),
  "module.require": () => module.require(name),
  "the main module": () => require.main!.require(full),
  createRequire: () => createRequire(__filename)(name),
  "Module._load": () => _load(name, module),
  eval: () => (0, eval)("(load, name) => load(name)")(require, name),
  "a getter": () => ({ get pay() { return require(name); } }).pay,
  "a callback of a built-in function": () => JSON.parse("[1]", (_, value) => (value === 1 ? require(name) : value)),
};
for (const [form, load] of Object.entries(forms)) {
  try {
    load();
    console.log(`${form}: LOADED`);
  } catch (error) {
    console.log(`${form}: ${(error as Error).message.split("\n")[0]}`);
  }
}
const later = (load: () => Promise<unknown>, form: string) =>
  load().then(
    () => console.log(`${form}: LOADED`),
    (error: Error) => console.log(`${form}: ${error.message.split("\n")[0]}`),
  );
later(() => Promise.resolve().then(() => require(name)), "a promise")
  .then(() => {
    try {
      require(name);
    } catch (error) {
      console.log((error as Error).stack!.replaceAll(/\(.*[\\/](?=[^\\/]*:\d+:\d+\))/g, "(").split("\n").slice(0, 7).join("\n"));
    }
  });
