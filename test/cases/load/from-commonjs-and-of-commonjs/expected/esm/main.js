import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
import { ContractViolationError } from "importspy";
async function main() {
    for (const name of ["plain.cjs", "computed.cjs", "transpiled.cjs", "module.mjs", "wrong.cjs"]) {
        try {
            const plugin = await importspy_1.$load(0, `../m/${name}`);
            console.log(plugin.name, plugin.run("x"));
        }
        catch (error) {
            console.log(error instanceof ContractViolationError && error.message);
        }
    }
    console.log((await importspy_1.$load(1, "../m/transpiled.cjs")).default.name);
    console.log((await importspy_1.$load(2, "../m/function.cjs")).default("called"));
    console.log((await importspy_1.$load(3, "../m/function.cjs"))("called"));
}
void main();
