/**
 * The manifest of what Next.js has built. Loaders run in processes of their own, and not at all if Next has cached their
 * results, so they leave the sidecars in Next's cache. The build reads them when it has written everything.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createManifest, MANIFEST_NAME, type Output, readSidecar } from "importspy/dist/artifacts.cjs";
import { isNextOutput, NOT_SERVED } from "../../artifacts/nextOutput.js";
import { version } from "../../artifacts/version.js";
import { toPath } from "../bundler/ids.js";
import { checksumOf } from "../guards/store.js";

/** Where sidecars are left, in Next's output folder. */
const LEFT = "cache/importspy";

/**
 * Opens the folder of sidecars.
 *
 * @param folder - Next's output folder.
 * @returns What to give to loaders. It is another text when the folder was removed, so that Next does not use cached
 * results of loaders whose sidecars are gone. `undefined` if the folder cannot be written.
 */
export function openSidecars(folder: string): string | undefined {
  const id = path.join(folder, LEFT, "id");
  try {
    mkdirSync(path.dirname(id), { recursive: true });
    if (!existsSync(id)) writeFileSync(id, randomUUID());
    return readFileSync(id, "utf8");
  } catch {
    // `next start` reads the configuration, too, and may run where nothing can be written.
    return undefined;
  }
}

/**
 * Leaves a sidecar for the manifest.
 *
 * @param folder - Next's output folder.
 * @param file - The file that it guards, relative to the application's folder.
 * @param text - Its text.
 */
export function leaveSidecar(folder: string, file: string, text: string): void {
  writeFileSync(path.join(folder, LEFT, `${checksumOf(file)}.txt`), text);
}

function sidecarsLeft(folder: string): readonly string[] {
  const left = path.join(folder, LEFT);
  const names = readdirSync(left).filter((name) => name.endsWith(".txt"));
  return names.map((name) => readFileSync(path.join(left, name), "utf8"));
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

/**
 * Writes the manifests, last of all: Next writes some files, and the standalone output, when all else is done.
 *
 * @param application - The application's folder.
 * @param folder - Next's output folder.
 */
function writeManifests(application: string, folder: string): void {
  const texts = sidecarsLeft(folder);
  const keys = texts.flatMap((text) => readSidecar(text, version).contract?.data.key ?? []);
  const outputOf = (name: string, file: string): Output => {
    const code = readFileSync(file, "utf8");
    return { name, code, contracts: keys.filter((key) => code.includes(key)), before: [] };
  };
  const relative = (from: string, file: string) => toPath(path.relative(from, file));
  const standalone = path.join(folder, "standalone");
  const own = listFiles(folder, (inner) => inner === standalone).map((file) => outputOf(relative(folder, file), file));
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
 */
export function writeManifestsAtEnd(application: string, folder: string): void {
  rmSync(path.join(folder, MANIFEST_NAME), { force: true });
  process.once("exit", (code) => {
    if (!code) writeManifests(application, folder);
  });
}
