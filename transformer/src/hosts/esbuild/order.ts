/**
 * Keeps esbuild to the order of the sources. esbuild puts the modules of a file one behind the other, those that
 * something loads by a call in functions, and calls these where they are imported. A module without a function runs
 * before one with, wherever it is imported. So that all have one, sidecars say that they load each root of the build by
 * a call. Nothing uses what they say, so nothing of it is in the output.
 *
 * @module
 */
import path from "node:path";
import type { PluginBuild } from "esbuild";
import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import { fileOf } from "../bundler/ids.js";

/** Marks resolutions that the plugin itself asks for. */
const OWN = Symbol("importspy");

/** What the plugin resolves itself carries this, so that it does not ask itself again. */
export const ownData = { [OWN]: true };

/** Whether the plugin itself asks for a resolution. */
export const isOwn = (data: unknown): boolean => typeof data === "object" && data !== null && OWN in data;

/** Specifiers of what a text loads, statically and by `import()`. */
interface Loads {
  readonly statics: readonly string[];
  readonly dynamic: readonly string[];
  readonly isEsm: boolean;
}

function parse(typescript: TypeScript, name: string, text: string): ts.SourceFile {
  const file = /\.[cm]?[jt]sx?$/.test(name) ? name : `${name}.tsx`;
  return typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest);
}

function loadsOf(typescript: TypeScript, name: string, text: string): Loads {
  const file = parse(typescript, name, text);
  const statics: string[] = [];
  const dynamic: string[] = [];
  const textOf = (node: ts.Node | undefined) => (node && typescript.isStringLiteralLike(node) ? node.text : undefined);
  for (const statement of file.statements) {
    const isType =
      (typescript.isImportDeclaration(statement) && statement.importClause?.isTypeOnly) ||
      (typescript.isExportDeclaration(statement) && statement.isTypeOnly);
    if (isType || !(typescript.isImportDeclaration(statement) || typescript.isExportDeclaration(statement))) continue;
    const specifier = textOf(statement.moduleSpecifier);
    if (specifier !== undefined) statics.push(specifier);
  }
  const left: ts.Node[] = [file];
  for (let node = left.pop(); node; node = left.pop()) {
    if (typescript.isCallExpression(node) && node.expression.kind === typescript.SyntaxKind.ImportKeyword) {
      const specifier = textOf(node.arguments[0]);
      if (specifier !== undefined) dynamic.push(specifier);
    }
    typescript.forEachChild(node, (child) => void left.push(child));
  }
  return { statics, dynamic, isEsm: typescript.isExternalModule(file) };
}

/** The order of one build. */
export interface Order {
  /** To be called as a build starts. */
  start(): void;
  /** What a sidecar says besides: `export const order = () => [require("/app/src/main.ts")];` */
  textFor(file: string): string;
  /**
   * What a source that was not guarded or was says besides: with `splitting`, what it loads by `import()` becomes a root.
   *
   * @returns `""` where it loads nothing so.
   */
  tailFor(file: string, text: string): Promise<string>;
}

/** The names of entries, as they are asked for. */
function entriesOf({ entryPoints = [] }: PluginBuild["initialOptions"]): readonly string[] {
  if (!Array.isArray(entryPoints)) return Object.values(entryPoints);
  return entryPoints.map((each) => (typeof each === "string" ? each : each.in));
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Matches imports that may be entries: Go's regular expressions, so nothing that looks around. */
function filterOf(entries: readonly string[]): RegExp {
  if (entries.some((entry) => entry.includes("*"))) return /./;
  return new RegExp(`^(?:${entries.map(escaped).join("|")})$`);
}

/**
 * Makes the order of a build.
 *
 * @param build - The build.
 * @param compiler - Parses what has no program.
 */
export function createOrder(build: PluginBuild, compiler: () => TypeScript): Order {
  const { initialOptions: options } = build;
  const { splitting, stdin } = options;
  const roots = new Set<string>();
  // `import()` makes functions of modules with a top-level await, too; with splitting it makes an entry of its target.
  const loader = options.format === "esm" && !splitting ? "import" : "require";
  const load = (name: string) => `${loader}(${JSON.stringify(name)})`;
  const entries = entriesOf(options);

  const find = async (specifier: string, kind: "entry-point" | "dynamic-import", importer: string, folder: string) => {
    const found = await build.resolve(specifier, { kind, importer, resolveDir: folder, pluginData: ownData });
    const isFile = !found.errors.length && !found.external && found.namespace === "file" && !found.suffix;
    return isFile && fileOf(found.path) !== undefined ? found.path : undefined;
  };

  if (entries.length) {
    build.onResolve({ filter: filterOf(entries) }, async ({ path: name, kind, importer, resolveDir, pluginData }) => {
      if (kind !== "entry-point" || isOwn(pluginData)) return undefined;
      const file = await find(name, kind, importer, resolveDir);
      if (file !== undefined) roots.add(file);
      return undefined;
    });
  }

  return {
    start() {
      roots.clear();
      if (!stdin) return;
      const { statics } = loadsOf(compiler(), stdin.sourcefile ?? "stdin", String(stdin.contents));
      const folder = stdin.resolveDir;
      if (folder === undefined) return;
      for (const specifier of statics.filter((each) => each.startsWith(".")))
        roots.add(path.resolve(folder, specifier));
    },
    textFor: (file) => `export const order = () => [${[...new Set([...roots, file])].map(load).join(", ")}];\n`,
    async tailFor(file, text) {
      if (!splitting || !/\bimport\s*\(/.test(text)) return "";
      const { dynamic, isEsm } = loadsOf(compiler(), file, text);
      const found = await Promise.all(
        dynamic.map((specifier) => find(specifier, "dynamic-import", file, path.dirname(file))),
      );
      const targets = [...new Set(found.filter((each) => each !== undefined))];
      if (!targets.length) return "";
      const isCommonJs = !isEsm && /\b(?:require|module|exports)\b/.test(text);
      const head = isEsm || isCommonJs ? "" : "export {}; ";
      return `\n${head}function importspy_order() { return [${targets.map(load).join(", ")}]; }\n`;
    },
  };
}
