import * as importspy_1 from "./create-require.importspy.js";
importspy_1.$importspy();
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const load = createRequire(import.meta.url);
const ask = (name, loadLedger) => {
    try {
        loadLedger();
        console.log(`${name}: admitted`);
    }
    catch (error) {
        console.log(`${name}: ${String(error).split(":", 3).join(":")}`);
    }
};
ask("create-require", () => importspy_1.$importspy(0, () => require("./ledger.cjs")));
ask("create-require by another name", () => importspy_1.$importspy(1, () => load("./ledger.cjs")));
ask("create-require at once", () => importspy_1.$importspy(2, () => createRequire(import.meta.url)("./ledger.cjs")));
