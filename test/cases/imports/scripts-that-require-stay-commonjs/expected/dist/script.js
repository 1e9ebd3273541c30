"use strict";
const importspy_1 = require("./script.importspy.js");
importspy_1.$importspy();
const { cents } = importspy_1.$importspy(0, () => require("./payments"));
console.log("script:", cents);
