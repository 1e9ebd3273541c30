/**
 * Sidecars as files: Jest resolves no queries. They are in Jest's own cache folder, and go away with what was cached of
 * the files that name them.
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
 * The name of a file's sidecar, without its extension.
 *
 * @param cacheDirectory - Jest's.
 * @param fileName - The file.
 * @param code - What is guarded of it: CommonJS and ES modules of one file have sidecars of their own.
 */
export function sidecarIn(cacheDirectory: string, fileName: string, code: string): string {
  return path.join(folderIn(cacheDirectory), hashOf(`${fileName}\0${code}`)).replaceAll("\\", "/");
}

/** Whether a file is a sidecar, which nobody has to transform. */
export function isSidecarFile(cacheDirectory: string, fileName: string): boolean {
  return path.dirname(fileName) === folderIn(cacheDirectory);
}

/** Writes a file that another process may be writing, too. */
function write(fileName: string, text: string): void {
  const temporary = `${fileName}.${process.pid}-${threadId}`;
  writeFileSync(temporary, text);
  renameSync(temporary, fileName);
}

/** How a sidecar imports what `load<T>()` names: as generate/sidecar.ts writes it. */
const IMPORTS = "import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)";

/** Jest evaluates what it links: nothing can be told of a module before. */
const LINKED = /^(\(specifier\) => import\(.*\),\n(?:import\.meta\.url|__filename),)$/m;

const requireFrom = (fileName: string) => `require("node:module").createRequire(${JSON.stringify(fileName)})`;

/** What that is in Jest, seen from the file. Its CommonJS has no `import()`, and gives no namespaces. */
function importFrom(fileName: string, format: FoundGuard["format"]): string {
  if (format === "esm") {
    const base = JSON.stringify(pathToFileURL(fileName).href);
    return `import(/^\\.{0,2}\\//.test(specifier) ? new URL(specifier, ${base}).href : specifier)`;
  }
  const load = `${requireFrom(fileName)}(specifier)`;
  return `Promise.resolve().then(() => ${load}).then((found) => found.__esModule ? found : { ...found, default: found })`;
}

/** Has a sidecar that lies elsewhere find what it would find beside its file: packages, and what it loads. */
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
 * Writes the sidecars of a guarded text.
 *
 * @param sidecar - Their name in the text.
 * @param fileName - The file that is guarded.
 * @param found - The text, with their texts.
 * @returns The text, with the names of the files, and with its map. A sidecar that changes has another name, since modules are cached by theirs.
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
