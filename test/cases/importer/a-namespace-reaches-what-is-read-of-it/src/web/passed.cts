console.log(require("../barrel.cjs"));
