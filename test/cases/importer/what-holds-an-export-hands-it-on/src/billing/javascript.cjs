const cash = require("../cash.cjs");
exports.list = [cash.change];
exports.give = () => cash;
exports.frozen = Object.freeze({ ...cash });
exports.paid = cash.change();
Object.defineProperty(exports, "defined", { enumerable: true, get: () => cash.change });
Object.defineProperty(exports, "valued", { value: cash });
