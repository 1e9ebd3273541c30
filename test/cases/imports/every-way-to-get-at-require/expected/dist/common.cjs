"use strict";
const importspy_1 = require("./common.importspy.cjs");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
const nodeModule = require("node:module");
const ask_cjs_1 = require("./ask.cjs");
const own = require;
const taken = module.require.bind(module);
const another = { require: (name) => name };
function load(require) {
    return importspy_1.$importspy(0, () => require("legacy"));
}
async function run() {
    await (0, ask_cjs_1.ask)("CommonJS: another name", () => importspy_1.$importspy(1, () => own("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: a comma", () => importspy_1.$importspy(2, () => (void 0, require)("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: a cast", () => importspy_1.$importspy(3, () => require("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: module.require", () => importspy_1.$importspy(4, () => module.require("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: module['require']", () => importspy_1.$importspy(5, () => module["require"]("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: bound from module", () => importspy_1.$importspy(6, () => taken("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: require.main", () => importspy_1.$importspy(7, () => require.main?.require("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: createRequire", () => importspy_1.$importspy(8, () => nodeModule.createRequire(__filename)("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: require of node:module", () => importspy_1.$importspy(9, () => require("node:module").createRequire(__filename)("legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: call", () => importspy_1.$importspy(10, () => require.call(module, "legacy")));
    await (0, ask_cjs_1.ask)("CommonJS: apply", () => importspy_1.$importspy(11, () => require.apply(module, ["legacy"])));
    await (0, ask_cjs_1.ask)("CommonJS: bind", () => importspy_1.$importspy(12, () => require.bind(module, "legacy")()));
    await (0, ask_cjs_1.ask)("CommonJS: Reflect.apply", () => importspy_1.$importspy(13, () => Reflect.apply(require, module, ["legacy"])));
    await (0, ask_cjs_1.ask)("CommonJS: a parameter", () => load(require));
    await (0, ask_cjs_1.ask)("CommonJS: a parameter of the user's own", () => ((require) => require("legacy"))(another.require));
    await (0, ask_cjs_1.ask)("CommonJS: a function of the user's own", () => another.require("legacy"));
    await (0, ask_cjs_1.ask)("CommonJS: import() of a constant", () => importspy_1.$importspy(14, () => import(`legacy`)));
}
void run();
