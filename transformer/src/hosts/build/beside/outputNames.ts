import path from "node:path";
import type ts from "typescript";
import { memoize } from "../../../analysis/memoize.js";

export const JAVASCRIPT = /(?<!\.d)\.[cm]?jsx?$/;

/** `x.d.ts`, and the declarations of other files: `x.d.css.ts`. */
const DECLARATIONS = /\.d\.(?:[^/]*\.)?ts$|\.d\.[cm]ts$/;

/** `JsxEmit.Preserve`: outputs are named before there is a compiler. */
const PRESERVE = 1;

/** What decides the names of outputs. Paths are absolute. */
interface NamingOptions
  extends Pick<
    ts.CompilerOptions,
    "composite" | "declaration" | "declarationDir" | "emitDeclarationOnly" | "jsx" | "outDir" | "rootDir"
  > {
  /** The tsconfig.json, which every project here has. */
  readonly configFilePath?: unknown;
}

// Where names differ by their case only, they are the same there.
const fold = (name: string) => (process.platform === "darwin" ? name.toLowerCase() : name);

/** The path of a file from a folder. */
function relativeTo(folder: string, fileName: string): string {
  const isInside = fold(fileName).startsWith(`${fold(folder)}/`);
  return isInside ? fileName.slice(folder.length + 1) : path.posix.relative(folder, fileName);
}

/**
 * Makes what names the outputs of a source as TypeScript does, without TypeScript, and without source maps. The other
 * sources have no say in that, since every project here has a tsconfig.json: without `rootDir`, that is where sources
 * begin.
 */
export function createOutputNamer({ options }: { readonly options: NamingOptions }) {
  const { configFilePath, composite, declaration, declarationDir, emitDeclarationOnly, jsx, outDir } = options;
  const root = options.rootDir ?? path.posix.dirname(String(configFilePath));
  const move = (source: string, folder: string | undefined) =>
    folder === undefined ? source : path.posix.join(folder, relativeTo(root, source));
  return memoize((source: string): readonly string[] => {
    if (DECLARATIONS.test(source)) return [];
    const extension = path.posix.extname(source);
    const script = move(source, outDir);
    if (extension === ".json") return emitDeclarationOnly || script === source ? [] : [script];
    const without = (name: string) => name.slice(0, -extension.length);
    const [, kind] = /^\.([cm]?)/.exec(extension)!;
    const isPreserved = jsx === PRESERVE && /^\.[jt]sx$/.test(extension);
    const scripts = emitDeclarationOnly ? [] : [`${without(script)}.${isPreserved ? "jsx" : `${kind}js`}`];
    const isDeclared = declaration || composite;
    return isDeclared ? [...scripts, `${without(move(source, declarationDir ?? outDir))}.d.${kind}ts`] : scripts;
  });
}
