const { cents } = require("./payments") as { cents: number };
console.log("script:", cents);
