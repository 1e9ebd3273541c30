import pay = require("../pay");
export = pay;
