"use strict";
const importspy_1 = require("./requires.importspy.cjs");
importspy_1.$importspy();
/** @param {string} name @param {() => unknown} load */
function ask(name, load) {
    try {
        load();
        console.log(`${name}: admitted`);
    }
    catch (error) {
        console.log(`${name}: ${String(error).split(":", 3).join(":")}`);
    }
}
ask("in a function", () => importspy_1.$importspy(0, () => require("./ledger.cjs")).book());
if (process.argv.length > 1)
    ask("conditional", () => importspy_1.$importspy(1, () => require("./ledger.cjs")));
ask("of the user's own", () => {
    /** @param {string} name */
    const require = (name) => name;
    return require("./ledger.cjs");
});
