"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __exportStar = (this && this.__exportStar) || function(m, exports) {
    for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
};
const importspy_1 = require("./common.importspy.cjs");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
require("./load-env-common.cjs");
const old_1 = importspy_1.$importspy(0, () => require("old"));
const again = require("old");
__exportStar(require("old"), exports);
console.log("common:", old_1.old, again.old);
