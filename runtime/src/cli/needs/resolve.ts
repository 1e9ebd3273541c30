import { createRequire, isBuiltin } from "node:module";
import { dirname, join, resolve as resolvePath } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isFile, isFolder } from "../../files.js";
import { resolveExport } from "./exports.js";

/** The endings that CommonJS and bundlers try. */
const ENDINGS = ["", ".js", ".cjs", ".mjs", "/index.js", "/index.cjs", "/index.mjs"];

/** The possible meanings of a path. In ES modules it is a URL, so `./a%20b.js?x` is the file `a b.js`. */
function readingsOf(specifier: string, from: string): string[] {
  const base = pathToFileURL(from).href;
  const url = URL.canParse(specifier, base) ? new URL(specifier, base) : undefined;
  const isPath = url?.protocol === "file:" && url.host === "" && !/%2f|%5c/i.test(url.pathname);
  const path = resolvePath(dirname(from), specifier);
  return isPath ? [fileURLToPath(url), path] : [path];
}

/** Resolves a package that can be imported but not required. */
function resolvePackage(specifier: string, from: string): string | undefined {
  const [, name, rest] = /^(@[^/]+\/[^/]+|[^@/][^/]*)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (isFolder(candidate)) return resolveExport(candidate, `.${rest ?? ""}`);
    if (folder === dirname(folder)) return undefined;
  }
}

function tryToRequire(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    // The specifier cannot be resolved, for whatever reason.
    return undefined;
  }
}

/**
 * Resolves a specifier of an emitted file as Node.js does, without loading anything.
 *
 * @param specifier - The specifier.
 * @param from - The emitted file.
 * @returns A file; `"runtime"` for a module of the runtime; `undefined` when it cannot be resolved.
 */
export function resolveImport(specifier: string, from: string): string | undefined {
  if (isBuiltin(specifier) || /^(?:node|bun|deno|cloudflare|data|https?|npm|jsr):/.test(specifier)) return "runtime";
  if (!/^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier)) {
    return tryToRequire(specifier, from) ?? resolvePackage(specifier, from);
  }
  const paths = readingsOf(specifier, from).flatMap((path) => ENDINGS.map((ending) => path + ending));
  return paths.find(isFile);
}
