import { chargeInline } from "./charge";
import { cache } from "./node";

const name = ["../pay", "js"].join(".");
const load = () => {
  try {
    return (require(name) as typeof import("../pay")).pay();
  } catch (error) {
    return (error as Error).message.split("\n")[0];
  }
};
const file = require.resolve(name);
console.log("loaded:", load());
delete cache[file];
console.log("removed:", load());
console.log("loaded again, by an admitted file:", chargeInline());
console.log("then:", load());
const backup = { ...cache };
for (const each of Object.keys(cache)) if (each === file) delete cache[each];
cache[file] = backup[file]!;
console.log("put back by hand:", load());
chargeInline();
cache[file] = { ...backup[file], exports: { pay: () => "mocked" } };
console.log("replaced by a mock:", chargeInline());
