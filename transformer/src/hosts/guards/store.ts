/**
 * The folder in which hosts keep what they found out, for the next process: `node_modules/.cache/importspy`.
 *
 * Entries are written once and moved into place, so that processes that run at the same time never see half of one. What
 * cannot be read, is damaged or was written by another version does not count. Nothing depends on an entry being there.
 *
 * @module
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "./processes.js";

/** Keeps values by name. */
export interface Store {
  read(name: string): unknown;
  /** Keeps a value; does nothing where the folder cannot be written to. */
  write(name: string, value: unknown): void;
  /** Lets one process at a time do something; the others wait until it is done. */
  alone<Value>(name: string, act: () => Value): Value;
  /** The folder; `undefined` where there is none. */
  readonly folder: string | undefined;
}

/** How old an entry gets. */
const DAYS = 30;
/** How long a process waits for another one. */
const PATIENCE = 60_000;

/**
 * A checksum, which shows damage. To load `node:crypto` takes a process that needs nothing else of it several times as
 * long.
 */
export function checksumOf(text: string | Buffer): string {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  // Words that can be counted without a call for each: what starts has no compiled code yet.
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  const words = new Int32Array(whole.buffer);
  let [first, second] = [0x811c9dc5, 0x41c6ce57];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    first = Math.imul(first ^ word, 0x01000193);
    second = Math.imul(second ^ word, 0x9e3779b1);
    first ^= first >>> 15;
    second ^= second >>> 13;
  }
  return [bytes.length, first, second].map((each) => (each >>> 0).toString(36)).join("-");
}

/** The nearest `node_modules` above a folder. */
export function findInstalled(folder: string): string | undefined {
  const found = path.join(folder, "node_modules");
  if (existsSync(found)) return found;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : findInstalled(parent);
}

/** Runs what may fail because the disk is read-only, full or closed to us: a cache is not worth an error. */
function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    // As said above.
    return undefined;
  }
}

function sweep(folder: string): void {
  const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (statSync(file).mtimeMs < oldest) rmSync(file, { force: true });
  }
}

const sleep = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** Whether the process that left a lock is still there. */
function isHeld(lock: string): boolean {
  const holder = attempt(() => Number(readFileSync(lock, "utf8")));
  if (holder === undefined) return false;
  // Another process may be about to write who it is.
  if (!holder) return Date.now() - (attempt(() => statSync(lock).mtimeMs) ?? 0) < 1000;
  return isAlive(holder);
}

/** Takes a lock, waiting for who has it; `false` where there are no locks. */
function take(lock: string): boolean {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
    if (isHeld(lock)) sleep(20);
    else attempt(() => rmSync(lock, { force: true }));
  }
  return false;
}

/**
 * Opens the store of a project.
 *
 * @param projectFolder - The folder of its tsconfig.json.
 * @param version - What entries are written by: those of another version do not count.
 */
export function openStore(projectFolder: string, version: string): Store {
  const installed = findInstalled(projectFolder);
  const folder = installed && path.join(installed, ".cache", "importspy");
  const fileOf = (name: string) => path.join(folder!, name);
  return {
    folder,
    read(name) {
      if (!folder) return undefined;
      return attempt((): unknown => {
        const bytes = readFileSync(fileOf(name));
        const end = bytes.indexOf("\n", bytes.indexOf("\n") + 1);
        const body = bytes.subarray(end + 1);
        const isWhole = end > 0 && bytes.toString("utf8", 0, end) === `${version}\n${checksumOf(body)}`;
        return isWhole ? JSON.parse(body.toString()) : undefined;
      });
    },
    write(name, value) {
      if (!folder) return;
      const { threadId } = require("node:worker_threads") as typeof import("node:worker_threads");
      const body = JSON.stringify(value);
      const temporary = fileOf(`${name}.${process.pid}-${threadId}`);
      const isWritten = attempt(() => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(temporary, `${version}\n${checksumOf(body)}\n${body}`);
        renameSync(temporary, fileOf(name));
        return true;
      });
      if (!isWritten) attempt(() => rmSync(temporary, { force: true }));
    },
    alone(name, act) {
      if (folder) attempt(() => mkdirSync(folder, { recursive: true }));
      const lock = folder && fileOf(`${name}.lock`);
      const isTaken = lock !== undefined && take(lock);
      try {
        return act();
      } finally {
        if (isTaken) {
          attempt(() => rmSync(lock, { force: true }));
          attempt(() => sweep(folder!));
        }
      }
    },
  };
}
