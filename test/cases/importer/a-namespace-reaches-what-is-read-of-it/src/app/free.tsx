import * as core from "../index.js";
import type * as types from "../index.js";
import barrel = require("../barrel.cjs");

const element = (tag: () => string) => tag();
const { free: renamed, ["Free"]: quoted } = core;
const again = core;
let receipt: core.Receipt | types.Receipt | undefined;
type Pay = typeof core.pay;
class Cashier implements Pick<core.Receipt, "cents"> {
  cents = 1;
}
void core;
typeof core;
receipt = new Cashier();
console.log(core.free(), core["free"](), renamed(), quoted(), again.free(), <core.Free />, receipt, barrel.coins());
const loaded = await import("../index.js");
const loading = import("../index.js");
const { free } = await import("../index.js");
console.log(loaded.free(), (await loading).free(), free(), (await import("../index.js")).free());
await import("../index.js").then(({ free }) => console.log(free()));
await import("../index.js").then((all) => console.log(all.free()));
await import("../index.js").catch(() => undefined);
export type { Pay };
