const { open } = require("./vault");
console.log("javascript:", open());
