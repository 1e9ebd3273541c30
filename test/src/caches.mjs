/**
 * Lets the processes of one test run share what V8 makes of the scripts that all of them load, TypeScript above all, and
 * what ts-patch makes of TypeScript: where all the machine shares that, a process that was killed leaves a lock behind.
 * And it runs commands for them: see server/server.ts. `PROCESSES=1` starts a process for each command instead.
 * `node --test --test-global-setup` calls this; without it, tests are slower and nothing else.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ADDRESS } from "./server/client.ts";
import { startServer } from "./server/server.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "importspy-caches-"));

let server;

export async function globalSetup() {
  process.env.NODE_COMPILE_CACHE = folder;
  process.env.TSP_CACHE_DIR = path.join(folder, "ts-patch");
  // Once alone: while ts-patch fills its folder, a second process waits two seconds for it and then gives up.
  const tspc = path.resolve(import.meta.dirname, "../../node_modules/ts-patch/bin/tspc.js");
  spawnSync(process.execPath, [tspc, "--version"], { stdio: "inherit" });
  if (process.env.PROCESSES) return;
  server = await startServer(folder);
  process.env[ADDRESS] = server.address;
}

export function globalTeardown() {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
}
