"use strict";
const importspy_1 = require("./common.importspy.cjs");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.common = void 0;
const another = { require: (name) => name };
exports.common = {
    "module.require": () => importspy_1.$importspy(0, () => module.require("legacy")),
    "require of parentheses": () => importspy_1.$importspy(1, () => require(("legacy"))),
    "a require that is none": () => another.require("legacy"),
    "a module that is none": ((module) => () => module.require("legacy"))(another),
};
