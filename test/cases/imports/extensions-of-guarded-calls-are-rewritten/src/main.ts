import { createRequire } from "node:module";
import { cents } from "./payments.ts";

const path = "./payments.ts";
const ledger = await import(/* a comment */ "./ledger.cts");
const again = await import("./payments.ts", await {});
const constant: typeof again = await import(path);
// This one only Node.js can know.
const computed: typeof again = await import(["./payments", "ts"].join("."));
const legacy = createRequire(import.meta.url)("./legacy.cjs");
console.log(cents, ledger.cents, again.cents, constant.cents, computed.cents, legacy.cents);
