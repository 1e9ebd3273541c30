"use strict";
const importspy_1 = require("./main.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.Service = void 0;
const tslib_1 = require("tslib");
const account_js_1 = importspy_1.$importspy(0, () => require("./account.js"));
const injectable = (target) => console.log("main:", typeof target);
let Service = class Service {
    account;
    constructor(account) {
        this.account = account;
    }
};
exports.Service = Service;
exports.Service = Service = tslib_1.__decorate([
    injectable,
    tslib_1.__metadata("design:paramtypes", [account_js_1.Account])
], Service);
