const importspy_1 = require("./only-types.importspy.js");
importspy_1.$importspy();
const { cents } = importspy_1.$importspy(0, () => require("./payments"));
console.log("only-types:", cents);
