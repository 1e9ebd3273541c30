import { createRequire } from "node:module";
import { cents } from "./payments.ts";

const path = "./payments.ts";
const ledger = await import(/* a comment */ "./ledger.cts");
const again = await import("./payments.ts", await {});
// This one only Node.js can know.
const computed: typeof again = await import(path);
const legacy = createRequire(import.meta.url)("./legacy.cjs");
console.log(cents, ledger.cents, again.cents, computed.cents, legacy.cents);
