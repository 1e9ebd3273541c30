// The main thread meets the contract, the worker does not.
import { Worker } from "node:worker_threads";
import { pay } from "./dist/payments.mjs";

console.log("main thread:", pay());
for (const name of ["payments.mjs", "ledger.cjs", "importer.mjs"]) {
  const worker = new Worker(new URL(`./dist/${name}`, import.meta.url), { env: {} });
  const outcome = await new Promise((resolve) => worker.on("error", resolve).on("exit", resolve));
  console.log(`worker ${name}: ${String(outcome).split(":", 3).join(":")}`);
}
