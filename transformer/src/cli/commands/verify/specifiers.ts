import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import { memoize } from "../../../analysis/memoize.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { isUrlLike, pathOfUrl, QUERY_FOR_TEXT } from "../../../compiler/specifiers.js";

/**
 * Resolves a module specifier of an emitted file. Those of `require()` are paths, those of ES modules URLs; where the
 * form is not known, both are tried.
 */
export type Resolve = (specifier: string, from: string, form?: "path" | "url") => string | undefined;

/** A file that a specifier leads to under a condition of `exports` or `imports`. */
export interface Conditional {
  readonly condition: string;
  readonly fileName: string;
}

/** Resolves the specifiers of emitted files. */
export interface Resolver {
  readonly resolve: Resolve;
  /**
   * Where a specifier of a package leads under conditions that a program may be started with (`--conditions`), other than
   * where it leads without any. Nothing when the conditions are known.
   */
  readonly conditional: (specifier: string, from: string) => readonly Conditional[];
}

const ENDINGS = ["", ".js", ".cjs", ".mjs", ".jsx", "/index.js", "/index.cjs", "/index.mjs"];

/** What a relative specifier may be: in ES modules it is a URL, so `./a%20b.js?x` is the file `a b.js`. */
function readingsOf(specifier: string, form: "path" | "url" | undefined): string[] {
  if (form === "path" || !isUrlLike(specifier)) return [specifier];
  // Bundlers use a URL as it is written.
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
 * @param conditions - What programs are started with; `undefined` when nobody said so.
 */
export function createResolver(
  typescript: TypeScript,
  isFile: (fileName: string) => boolean,
  conditions: readonly string[] | undefined,
): Resolver {
  const { ModuleKind, ModuleResolutionKind } = typescript;
  // `noDtsResolution` is internal: the emitted JavaScript is asked for, not its declarations.
  const options: ts.CompilerOptions = {
    module: ModuleKind.NodeNext,
    moduleResolution: ModuleResolutionKind.NodeNext,
    allowJs: true,
    noDtsResolution: true,
  };
  const packageFolderOf = memoize((folder: string): string => {
    const parent = path.dirname(folder);
    return parent === folder || existsSync(path.join(folder, "package.json")) ? folder : packageFolderOf(parent);
  });
  const containingOf = (from: string) =>
    path.join(packageFolderOf(path.dirname(from)), "module.js").replaceAll("\\", "/");
  const modes = [ModuleKind.ESNext, ModuleKind.CommonJS] as const;
  const lookUp = memoize((question: string): readonly (ts.ResolvedModuleFull | undefined)[] => {
    const [containing, specifier, ...customConditions] = question.split("\0");
    const asked = { ...options, customConditions };
    return modes.map(
      (mode) =>
        typescript.resolveModuleName(specifier!, containing!, asked, typescript.sys, undefined, undefined, mode)
          .resolvedModule,
    );
  });
  const find = (specifier: string, containing: string, custom: readonly string[]) =>
    lookUp([containing, specifier, ...custom].join("\0")).find((each) => each !== undefined);
  const resolvePackage: Resolve = (specifier, from) => {
    const found = find(specifier, containingOf(from), conditions ?? []);
    return found && path.normalize(found.resolvedFileName);
  };
  const conditionsOf = memoize((packageFile: string) => customConditionsIn(typescript.sys.readFile(packageFile)));
  const lookUpConditional = memoize((question: string): readonly Conditional[] => {
    const [containing = "", specifier = ""] = question.split("\0");
    const folders = specifier.startsWith("#") ? [path.dirname(containing)] : foldersOf(specifier, containing);
    const usual = resolvePackage(specifier, containing);
    // Several folders above may have the package.
    const named = new Set(folders.flatMap((folder) => conditionsOf(path.join(folder, "package.json"))));
    return [...named].flatMap((condition): Conditional[] => {
      const found = find(specifier, containing, [condition]);
      const fileName = found && path.normalize(found.resolvedFileName);
      return fileName === undefined || fileName === usual ? [] : [{ condition, fileName }];
    });
  });
  const conditional: Resolver["conditional"] = (specifier, from) => {
    const isOfPackage = !/^\.{0,2}\/|^\.{1,2}$/.test(specifier) && !specifier.includes(":") && !isBuiltin(specifier);
    return conditions || !isOfPackage ? [] : lookUpConditional(`${containingOf(from)}\0${specifier}`);
  };
  const resolve: Resolve = (specifier, from, form) => {
    if (form !== "path" && QUERY_FOR_TEXT.test(specifier)) return undefined;
    if (specifier.startsWith("file:")) return fileOf(specifier);
    if (/^\.{0,2}\/|^\.{1,2}$/.test(specifier)) {
      const bases = readingsOf(specifier, form).map((each) => path.resolve(path.dirname(from), each));
      return bases.flatMap((base) => ENDINGS.map((ending) => base + ending)).find(isFile);
    }
    return isBuiltin(specifier) ? undefined : resolvePackage(specifier, from);
  };
  return { resolve, conditional };
}

/** Folders in which a package may be, as seen from a file: it is looked for in each `node_modules` above, and by its own name. */
function foldersOf(specifier: string, containing: string): string[] {
  const [name = ""] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  const folders: string[] = [path.dirname(containing)];
  for (let folder = path.dirname(containing); ; folder = path.dirname(folder)) {
    folders.push(path.join(folder, "node_modules", name));
    if (path.dirname(folder) === folder) return folders.filter((each) => existsSync(path.join(each, "package.json")));
  }
}

/** Conditions that hold without being named, or for types only. */
const USUAL = new Set(["import", "require", "node", "node-addons", "default", "types", "module-sync"]);
/** No package has more; each is looked up. */
const MOST_CONDITIONS = 20;

/** The conditions of `exports` and `imports` that only hold where they are named. */
function customConditionsIn(text: string | undefined): readonly string[] {
  const found = new Set<string>();
  const rest: unknown[] = [];
  try {
    const { exports, imports } = JSON.parse(text ?? "{}") as { readonly exports?: unknown; readonly imports?: unknown };
    rest.push(exports, imports);
  } catch (error) {
    // A broken package.json has no exports, for Node.js either.
    if (!(error instanceof SyntaxError)) throw error;
  }
  while (rest.length) {
    const next = rest.pop();
    if (typeof next !== "object" || next === null) continue;
    for (const [name, value] of Object.entries(next)) {
      rest.push(value);
      if (!Array.isArray(next) && !/^[.#]/.test(name) && !USUAL.has(name)) found.add(name);
    }
  }
  return [...found].slice(0, MOST_CONDITIONS);
}
