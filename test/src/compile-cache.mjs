/**
 * Lets the processes of one test run share what V8 makes of the scripts that all of them load, TypeScript above all.
 * `node --test --test-global-setup` calls this; without it, tests are slower and nothing else.
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const folder = mkdtempSync(path.join(os.tmpdir(), "importspy-compile-cache-"));

export function globalSetup() {
  process.env.NODE_COMPILE_CACHE = folder;
}

export function globalTeardown() {
  rmSync(folder, { recursive: true, force: true });
}
