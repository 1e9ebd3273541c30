import cash = require("../cash.cjs");
export = cash;
