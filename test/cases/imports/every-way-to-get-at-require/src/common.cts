import nodeModule = require("node:module");
import { ask } from "./ask.cjs";

const own = require;
const taken = module.require.bind(module);
const another = { require: (name: string) => name };
function load(require: (name: string) => unknown) {
  return require("legacy");
}
async function run() {
  await ask("CommonJS: another name", () => own("legacy"));
  await ask("CommonJS: a comma", () => (void 0, require)("legacy"));
  await ask("CommonJS: a cast", () => (require as (name: string) => unknown)("legacy"));
  await ask("CommonJS: module.require", () => module.require("legacy"));
  await ask("CommonJS: module['require']", () => module["require"]("legacy"));
  await ask("CommonJS: bound from module", () => taken("legacy"));
  await ask("CommonJS: require.main", () => require.main?.require("legacy"));
  await ask("CommonJS: createRequire", () => nodeModule.createRequire(__filename)("legacy"));
  await ask("CommonJS: require of node:module", () => require("node:module").createRequire(__filename)("legacy"));
  await ask("CommonJS: call", () => require.call(module, "legacy"));
  await ask("CommonJS: apply", () => require.apply(module, ["legacy"]));
  await ask("CommonJS: bind", () => require.bind(module, "legacy")());
  await ask("CommonJS: Reflect.apply", () => Reflect.apply(require, module, ["legacy"]));
  await ask("CommonJS: a parameter", () => load(require));
  await ask("CommonJS: a parameter of the user's own", () => ((require: any) => require("legacy"))(another.require));
  await ask("CommonJS: a function of the user's own", () => another.require("legacy"));
  await ask("CommonJS: import() of a constant", () => import(`legacy`));
}
void run();
