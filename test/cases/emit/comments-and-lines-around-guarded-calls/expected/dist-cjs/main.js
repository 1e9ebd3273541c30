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
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
const importspy_1 = require("./main.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.account = exports.lazy = void 0;
// Before the statement.
const load = () => importspy_1.$importspy(0, () => Promise.resolve().then(() => __importStar(require(/* webpackChunkName: "payments" */ "./payments.js")))); // Behind it.
const all = [/* one */ importspy_1.$importspy(1, () => Promise.resolve().then(() => __importStar(require("./payments.js")))), /* two */ importspy_1.$importspy(2, () => Promise.resolve().then(() => __importStar(require("./payments.js" /* inside */)))) /* behind */];
/* A chain. */ importspy_1.$importspy(3, () => Promise.resolve().then(() => __importStar(require("./payments.js"))))
    // Then.
    .then(({ pay }) => console.log(pay()))
    .catch(({ code }) => console.log(code));
// @ts-ignore
const lazy = () => importspy_1.$importspy(4, () => require("./payments.js")).pay();
exports.lazy = lazy;
const account = () => new (importspy_1.$importspy(5, () => require("./payments.js")).Account)();
exports.account = account;
exports.default = async () => (await /* waits */ load()) ?? all;
