"use strict";
const importspy_1 = require("./calls.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
function ask(name, load) {
    try {
        load();
        console.log(`${name}: admitted`);
    }
    catch (error) {
        console.log(`${name}: ${String(error).split(":", 3).join(":")}`);
    }
}
function inFunction() {
    return importspy_1.$importspy(0, () => require("./payments")).pay();
}
ask("in a function", inFunction);
if (process.argv.length > 1)
    ask("conditional", () => (process.argv.length ? importspy_1.$importspy(1, () => require(`./payments`)) : undefined));
ask("of the user's own", () => ((require) => require("./payments"))((name) => name));
