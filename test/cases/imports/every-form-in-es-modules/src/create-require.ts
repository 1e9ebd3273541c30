import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const load = createRequire(import.meta.url);

const ask = (name: string, loadLedger: () => unknown) => {
  try {
    loadLedger();
    console.log(`${name}: admitted`);
  } catch (error) {
    console.log(`${name}: ${String(error).split(":", 3).join(":")}`);
  }
};
ask("create-require", () => require("./ledger.cjs"));
ask("create-require by another name", () => load("./ledger.cjs"));
ask("create-require at once", () => createRequire(import.meta.url)("./ledger.cjs"));
