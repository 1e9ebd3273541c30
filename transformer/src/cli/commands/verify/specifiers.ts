import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import { memoize } from "../../../analysis/memoize.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { pathOfUrl, QUERY_FOR_TEXT } from "../../../link/constants.js";

/**
 * Resolves a module specifier of an emitted file. Those of `require()` are paths, those of ES modules URLs; either where
 * it is not known what a text is.
 */
export type Resolve = (specifier: string, from: string, form?: "path" | "url") => string | undefined;

const ENDINGS = ["", ".js", ".cjs", ".mjs", ".jsx", "/index.js", "/index.cjs", "/index.mjs"];

/** What a relative specifier may be: in ES modules it is a URL, so `./a%20b.js?x` is the file `a b.js`. */
function readingsOf(specifier: string, form: "path" | "url" | undefined): string[] {
  if (form === "path" || !/[?#%]/.test(specifier)) return [specifier];
  // Bundlers take a URL as it is written.
  return [pathOfUrl(specifier), specifier.replace(/[?#].*$/s, ""), specifier].filter((each) => each !== undefined);
}

/** The file of a `file:` URL; those with a host or an encoded separator are none of this machine. */
function fileOf(url: string): string | undefined {
  const isHere = URL.canParse(url) && new URL(url).host === "" && !/%2f|%5c/i.test(url);
  return isHere ? fileURLToPath(url) : undefined;
}

/**
 * Makes a resolver of emitted files: relative specifiers as Node.js and bundlers resolve them, those of packages
 * (also `#internal` ones, and a package's own name) by TypeScript's implementation of Node's rules.
 *
 * @param typescript - The compiler.
 * @param isFile - Whether a file exists, for the many that are known already.
 */
export function createResolver(typescript: TypeScript, isFile: (fileName: string) => boolean): Resolve {
  const { ModuleKind, ModuleResolutionKind } = typescript;
  // `noDtsResolution` is internal: the emitted JavaScript is asked for, not its declarations.
  const options: ts.CompilerOptions = {
    module: ModuleKind.NodeNext,
    moduleResolution: ModuleResolutionKind.NodeNext,
    allowJs: true,
    noDtsResolution: true,
  };
  const caches = new Map<string, string | undefined>();
  const packageFolderOf = memoize((folder: string): string => {
    const parent = path.dirname(folder);
    return parent === folder || existsSync(path.join(folder, "package.json")) ? folder : packageFolderOf(parent);
  });
  const resolvePackage: Resolve = (specifier, from) => {
    const folder = packageFolderOf(path.dirname(from));
    const key = `${folder}\0${specifier}`;
    if (caches.has(key)) return caches.get(key);
    const containing = path.join(folder, "module.js").replaceAll("\\", "/");
    const modes = [ModuleKind.ESNext, ModuleKind.CommonJS] as const;
    const found = modes.map(
      (mode) =>
        typescript.resolveModuleName(specifier, containing, options, typescript.sys, undefined, undefined, mode)
          .resolvedModule?.resolvedFileName,
    );
    const resolved = found.find((name) => name !== undefined);
    caches.set(key, resolved && path.normalize(resolved));
    return caches.get(key);
  };
  return (specifier, from, form) => {
    if (form !== "path" && QUERY_FOR_TEXT.test(specifier)) return undefined;
    if (specifier.startsWith("file:")) return fileOf(specifier);
    if (/^\.{0,2}\/|^\.{1,2}$/.test(specifier)) {
      const bases = readingsOf(specifier, form).map((each) => path.resolve(path.dirname(from), each));
      return bases.flatMap((base) => ENDINGS.map((ending) => base + ending)).find(isFile);
    }
    return isBuiltin(specifier) ? undefined : resolvePackage(specifier, from);
  };
}
