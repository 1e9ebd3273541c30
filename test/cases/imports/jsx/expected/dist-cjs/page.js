"use strict";
const importspy_1 = require("./page.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.page = void 0;
const jsx_runtime_1 = require("#jsx/jsx-runtime");
/** @importspy { env: { TOKEN: Secret } } */
console.log("page: evaluated");
exports.page = (0, jsx_runtime_1.jsx)("h1", { title: "a", children: "text" });
