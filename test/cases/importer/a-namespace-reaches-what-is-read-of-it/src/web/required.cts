const { change } = require("../barrel.cjs");
console.log(change());
