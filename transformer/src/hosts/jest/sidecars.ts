/**
 * Writes sidecars as files, because Jest does not resolve queries. They are in Jest's cache folder, so they are removed
 * together with the cached files that import them.
 *
 * @module
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { threadId } from "node:worker_threads";
import { specifierOfSidecar } from "../../artifacts/sidecarNames.js";
import type { FoundGuard } from "../guards/finder.js";
import { hashOf } from "../guards/inputs.js";
import { replaceIn } from "../guards/maps.js";

const folderIn = (cacheDirectory: string) => path.join(cacheDirectory, "importspy");

/**
 * The path of a file's sidecar, without its extension.
 *
 * @param cacheDirectory - The cache folder of Jest.
 * @param fileName - The file.
 * @param code - The compiled text. The CommonJS and the ES module output of one file have separate sidecars.
 */
export function sidecarIn(cacheDirectory: string, fileName: string, code: string): string {
  return path.join(folderIn(cacheDirectory), hashOf(`${fileName}\0${code}`)).replaceAll("\\", "/");
}

/** Whether a file is a sidecar, which needs no transformation. */
export function isSidecarFile(cacheDirectory: string, fileName: string): boolean {
  return path.dirname(fileName) === folderIn(cacheDirectory);
}

/** Writes a file atomically, because another process may write it at the same time. */
function write(fileName: string, text: string): void {
  const temporary = `${fileName}.${process.pid}-${threadId}`;
  writeFileSync(temporary, text);
  renameSync(temporary, fileName);
}

/** The import in a sidecar with `load<T>()`, exactly as generate/sidecar.ts writes it. */
const IMPORTS = "import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)";

/**
 * The arguments of `load` in a sidecar. In Jest, linking a module evaluates it, so its exports cannot be checked
 * before.
 */
const LINKED = /^(\(specifier\) => import\(.*\),\n(?:import\.meta\.url|__filename),)$/m;

const requireFrom = (fileName: string) => `require("node:module").createRequire(${JSON.stringify(fileName)})`;

/** The same import in Jest, resolved from the file. Jest's CommonJS has no `import()` and no namespaces. */
function importFrom(fileName: string, format: FoundGuard["format"]): string {
  if (format === "esm") {
    const base = JSON.stringify(pathToFileURL(fileName).href);
    return `import(/^\\.{0,2}\\//.test(specifier) ? new URL(specifier, ${base}).href : specifier)`;
  }
  const load = `${requireFrom(fileName)}(specifier)`;
  return `Promise.resolve().then(() => ${load}).then((found) => found.__esModule ? found : { ...found, default: found })`;
}

/** Makes a sidecar in another folder resolve packages and loaded modules as if it were next to its file. */
function moveInto(text: string, fileName: string, format: FoundGuard["format"]): string {
  const place = format === "esm" ? pathToFileURL(fileName).href : fileName;
  const load = format === "esm" ? "import" : "require";
  const own = JSON.stringify(specifierOfSidecar(path.basename(fileName), format));
  return text
    .replace(LINKED, "$1\nfalse,")
    .replace(/^shaped\(.*\);$/m, (call) => call.replaceAll("=> require(", () => `=> ${requireFrom(fileName)}(`))
    .replaceAll(/^(?:__filename|import\.meta\.url)(?=,?$)/gm, () => JSON.stringify(place))
    .replace(`${load}(${own})`, () => `${load}(${JSON.stringify(fileName)})`)
    .replace(IMPORTS, () => importFrom(fileName, format));
}

/**
 * Writes the sidecars of a guarded file.
 *
 * @param sidecar - Their name in the text.
 * @param fileName - The guarded file.
 * @param found - The text, with the texts of its sidecars.
 * @returns The text with the names of the written files, and its map. A changed sidecar gets another name, because
 * modules are cached by name.
 */
export function placeSidecars(sidecar: string, fileName: string, found: FoundGuard): FoundGuard {
  const { sidecars, format } = found;
  const require = createRequire(fileName);
  const extension = format === "esm" ? ".mjs" : ".cjs";
  const state = hashOf(sidecars.join("\0"));
  const nameOf = (number: number) => `${sidecar}${number ? `-${number}` : ""}`;
  const fileOf = (number: number) => `${nameOf(number)}.${state}${extension}`;
  const renames = [...sidecars.keys()]
    .map((number) => [JSON.stringify(nameOf(number)), JSON.stringify(fileOf(number))] as const)
    .reverse();
  mkdirSync(path.dirname(sidecar), { recursive: true });
  for (const [number, text] of sidecars.entries()) {
    const resolved = text.replaceAll(/"importspy\/dist\/\w+\.[cm]js"/g, (name) =>
      JSON.stringify(require.resolve(JSON.parse(name) as string)),
    );
    write(
      fileOf(number),
      renames.reduce((each, [from, to]) => each.replaceAll(from, () => to), moveInto(resolved, fileName, format)),
    );
  }
  return renames.reduce((each, [from, to]) => replaceIn(each, from, to), found);
}
