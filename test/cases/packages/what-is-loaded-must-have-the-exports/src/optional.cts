/** @importspy { packages: { none?: Package<"*", { never: string }>; pg?: Package<"8", { Pool: new (config: object) => unknown }> } } */
import pg = require("pg");
console.log("optional: evaluated", typeof pg.Pool);
export {};
