/**
 * `node --import @importspy/transformer/register src/main.ts`: guards what Node.js itself loads, be it TypeScript that
 * Node.js strips of types or JavaScript that another hook (tsx) has made of it.
 *
 * @module
 */
import "./trace.js";
import Module from "node:module";
import { registerGuards } from "./hooks.js";

if (typeof Module.registerHooks === "function") registerGuards();
else {
  const { isMainThread } = require("node:worker_threads") as typeof import("node:worker_threads");
  // Once: each worker of the process would say it again.
  if (isMainThread) {
    process.stderr.write(
      `importspy: @importspy/transformer/register needs module.registerHooks(), which Node.js ${process.versions.node} does not have. Use Node.js 22.15 or later, or run what "importspy build" emits.\n`,
    );
  }
  process.exit(1);
}
