/**
 * The manifest of what Next.js has built. Loaders run in processes of their own, and not at all if Next has cached their
 * results, so they leave the sidecars in Next's cache. The build reads them when it has written everything.
 *
 * @module
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import {
  createManifest,
  MANIFEST_NAME,
  type Output,
  readSidecar,
  UnreadableSidecar,
} from "importspy/dist/artifacts.cjs";
import { isNextOutput, NOT_SERVED } from "../../artifacts/nextOutput.js";
import { version } from "../../artifacts/version.js";
import { toPath } from "../bundler/ids.js";
import { isInstalled } from "../guards/guards.js";
import { checksumOf } from "../guards/store.js";

/** Where sidecars are left, in Next's output folder. */
const LEFT = "cache/importspy";

/**
 * Leaves a sidecar for the manifest.
 *
 * @param folder - Next's output folder.
 * @param file - The file that it guards, relative to the application's folder.
 * @param text - Its text.
 */
export function leaveSidecar(folder: string, file: string, text: string): void {
  const left = path.join(folder, LEFT);
  mkdirSync(left, { recursive: true });
  writeFileSync(path.join(left, `${checksumOf(file)}.txt`), text);
}

/** Whether this version has written a sidecar; those of another one may be left, too. */
function isReadable(text: string): boolean {
  try {
    readSidecar(text, version);
    return true;
  } catch (error) {
    if (error instanceof UnreadableSidecar) return false;
    throw error;
  }
}

function sidecarsLeft(folder: string): readonly string[] {
  const left = path.join(folder, LEFT);
  if (!existsSync(left)) return [];
  const texts = readdirSync(left).map((name) => readFileSync(path.join(left, name), "utf8"));
  return texts.filter(isReadable);
}

/**
 * Lists the JavaScript of a folder.
 *
 * @param folder - The folder.
 * @param isLeftOut - Whether the files of an inner folder are not its own.
 */
function listFiles(folder: string, isLeftOut: (inner: string) => boolean): readonly string[] {
  if (!existsSync(folder)) return [];
  const skipped = ["node_modules", ...(isNextOutput(folder) ? NOT_SERVED : [])];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (!entry.isDirectory()) return /\.[cm]?jsx?$/.test(name) ? [name] : [];
    return skipped.includes(entry.name) || isLeftOut(name) ? [] : listFiles(name, isLeftOut);
  });
}

/** Whether a sidecar went into the output: an older one, of a file that has none now, may be left, too. */
function isIn(outputs: readonly Output[], text: string): boolean {
  const { contract, provided, importer } = readSidecar(text, version);
  const keys = [...(contract ? [contract] : []), ...provided].map(({ data }) => data.key);
  const names = keys.length ? keys : importer ? [importer.module] : [];
  return outputs.some(({ code }) => names.some((name) => code.includes(name)));
}

/** The key and the package of a contract, as a minifier may write them. */
const CONTRACT = /"?key"?: ?(["'`])([^"'`\n]+#[\da-z]+)\1, ?"?package"?: ?(["'`])([^"'`\n]+)\3/g;

/** Whether a package was built elsewhere: its files are not passed to the loader. */
function isBuiltElsewhere(application: string, name: string): boolean {
  try {
    return isInstalled(createRequire(path.join(application, "package.json")).resolve(`${name}/package.json`));
  } catch {
    // The application itself is not installed.
    return false;
  }
}

/** Finds a contract in the output of which no sidecar was left, because Next had cached it. */
function findLost(application: string, outputs: readonly Output[], known: ReadonlySet<string>): string | undefined {
  for (const { code } of outputs) {
    for (const [, , key, , owner] of code.matchAll(CONTRACT)) {
      if (!known.has(key!) && !isBuiltElsewhere(application, owner!)) return key;
    }
  }
  return undefined;
}

/**
 * Writes the manifests, last of all: Next writes some files, and the standalone output, when all else is done.
 *
 * @param application - The application's folder.
 * @param folder - Next's output folder.
 * @param sidecars - The folder in whose cache loaders left sidecars.
 */
function writeManifests(application: string, folder: string, sidecars: string): void {
  const texts = sidecarsLeft(sidecars);
  const read = texts.map((text) => readSidecar(text, version));
  const keys = read.flatMap(({ contract }) => contract?.data.key ?? []);
  const outputOf = (name: string, file: string): Output => {
    const code = readFileSync(file, "utf8");
    return { name, code, contracts: keys.filter((key) => code.includes(key)), before: [] };
  };
  const relative = (from: string, file: string) => toPath(path.relative(from, file));
  const standalone = path.join(folder, "standalone");
  const own = listFiles(folder, (inner) => inner === standalone).map((file) => outputOf(relative(folder, file), file));
  const external = read.flatMap(({ provided }) => provided.map(({ data }) => data.key));
  const lost = findLost(application, own, new Set([...keys, ...external]));
  if (lost !== undefined) {
    const cache = path.relative(application, path.join(folder, "cache"));
    console.warn(
      `importspy: no manifest was written, because the sidecar of ${lost} was removed from Next's cache; remove ${cache}, and build again`,
    );
    return;
  }
  const used = texts.filter((text) => isIn(own, text));
  const write = (into: string, outputs: readonly Output[]) =>
    writeFileSync(path.join(into, MANIFEST_NAME), createManifest("next", version, used, outputs, { isComplete: true }));
  write(folder, own);
  let copy: string | undefined;
  const files = listFiles(standalone, (inner) => {
    if (isNextOutput(inner)) copy = inner;
    return false;
  });
  if (copy === undefined) return;
  const copied = files.map((file) => outputOf(relative(standalone, file), file));
  // After the build, these are copied to it, or served by something else.
  const laterIn = (name: string, from: string, into: string) =>
    listFiles(path.join(from, name), () => false).map((file) => ({
      ...outputOf(relative(standalone, path.join(into, path.relative(from, file))), file),
      contracts: [],
    }));
  const later = [...laterIn("static", folder, copy), ...laterIn("public", application, path.dirname(copy))];
  const all = new Map([...later, ...copied].map((each) => [each.name, each]));
  write(standalone, [...all.values()]);
}

/**
 * Has the manifests written when the build ends.
 *
 * @param application - The application's folder.
 * @param folder - Next's output folder.
 * @param sidecars - The folder in whose cache loaders left sidecars.
 */
export function writeManifestsAtEnd(application: string, folder: string, sidecars: string): void {
  rmSync(path.join(folder, MANIFEST_NAME), { force: true });
  process.once("exit", (code) => {
    if (!code) writeManifests(application, folder, sidecars);
  });
}
