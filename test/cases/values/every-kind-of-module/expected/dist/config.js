"use strict";
const importspy_1 = require("./config.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.port = void 0;
exports.port = importspy_1.$env().PORT;
