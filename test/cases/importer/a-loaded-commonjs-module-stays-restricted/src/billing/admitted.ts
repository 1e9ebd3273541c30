import * as all from "./all.cjs";
import { charge, chargeInline, chargeLater } from "./charge";
import { cache } from "./node";
import { payAgain, payLater } from "./star";

console.log("import:", charge());
console.log("export *:", payAgain());
console.log("two imports:", payLater());
console.log("inline, twice:", chargeInline() === chargeInline());
console.log("export =:", all.pay());
const file = require.resolve("../pay.js");
console.log("a tool reads:", Object.keys(cache[file]!.exports).join());
console.log("a tool copies:", Object.values({ ...cache }).filter((each) => each.filename === file).length);
void chargeLater().then((text) => console.log("import():", text));
