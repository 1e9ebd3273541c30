import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { CommandFailure } from "importspy/dist/cli/outputs.cjs";
import type { Output } from "importspy/dist/cli.cjs";
import { openOutput, type Side } from "./side.js";

const BLOCK = 512;

/** A text field of a header, up to its first NUL. */
const textOf = (bytes: Buffer) => bytes.toString("utf8").split("\0", 1)[0]!;

/**
 * Writes the files of a tarball into a folder. Only regular files are written, and only inside the folder.
 * {@link https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06}
 */
function extract(tarball: Buffer, folder: string): void {
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tarball.length; ) {
    const header = tarball.subarray(at, at + BLOCK);
    const [name, prefix] = [textOf(header.subarray(0, 100)), textOf(header.subarray(345, 500))];
    if (!name) return;
    const size = Number.parseInt(textOf(header.subarray(124, 136)).trim() || "0", 8);
    const content = tarball.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const kind = String.fromCharCode(header[156]!);
    if (kind === "x") {
      longName = /^\d+ path=(.*)$/m.exec(content.toString("utf8"))?.[1] ?? longName;
      continue;
    }
    const file = path.resolve(folder, longName ?? (prefix ? `${prefix}/${name}` : name));
    longName = undefined;
    if ((kind !== "0" && kind !== "\0") || !file.startsWith(folder + path.sep)) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

const SPECIFIER = /^(?:@[\w.~-]+\/)?[\w.~][\w.~-]*(?:@[\w.+^~<>=*| -]+)?$/;

/** The first line of npm's error: `404 Not Found`, `network request … failed`. */
function reasonIn(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^npm (?:error|ERR!) ?/, "").trim());
  return lines.find((line) => line && !/^code /.test(line)) ?? "npm gave no reason";
}

/**
 * A published package, from the registry that npm is configured for. The package is not installed and none of its code
 * runs.
 *
 * @param specifier - `name` or `name@version`.
 * @param cwd - The folder whose `.npmrc` applies.
 * @param stderr - Receives reports of unreadable files.
 */
export function openPackage(specifier: string, cwd: string, stderr: Output): Side {
  if (!SPECIFIER.test(specifier)) throw new CommandFailure(`npm:${specifier} is not a package; write npm:name@version`);
  const folder = mkdtempSync(path.join(os.tmpdir(), "importspy-diff-"));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    const args = ["pack", specifier, "--pack-destination", folder, "--ignore-scripts", "--loglevel", "error"];
    const {
      status,
      stderr: said,
      error,
    } = spawnSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
    if (error || status !== 0) {
      throw new CommandFailure(
        `npm:${specifier} cannot be fetched: ${error ? "npm cannot be run here" : reasonIn(said)}`,
      );
    }
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
    extract(gunzipSync(readFileSync(path.join(folder, tarball))), folder);
    const [root] = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const side = openPackageFolder(path.join(folder, root!.name), specifier, stderr);
    return { ...side, placeOf: () => undefined, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function openPackageFolder(folder: string, specifier: string, stderr: Output): Side {
  try {
    return openOutput(".", folder, stderr);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure(`npm:${specifier} has no contracts that can be read: ${error.message}`);
  }
}
