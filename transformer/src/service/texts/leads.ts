/**
 * Finds the files to which a module specifier may resolve, by file names alone. It may find more files than TypeScript
 * would try, never fewer. They are only searched for the tag.
 *
 * @module
 */
import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { isFile as isFileAt, isFolder } from "importspy/dist/files.cjs";
import { memoize } from "../../analysis/memoize.js";
import { pathOfUrl } from "../../compiler/specifiers.js";
import { join, type TextConfig } from "./config.js";

/** A package.json with its folder. */
interface Manifest {
  readonly folder: string;
  readonly text: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The files to which a specifier may resolve. */
export interface Leads {
  /** Existing files. */
  readonly files: readonly string[];
  /** The package.json files that were used. */
  readonly manifests: readonly string[];
  /** Whether an installed package depends on importspy at run time, so that it was built with it. */
  readonly reachesImportspy: boolean;
}

const ENDINGS = [".ts", ".tsx", ".d.ts", ".mts", ".cts", ".d.mts", ".d.cts"];

/** The file names that TypeScript may try for a path. */
function spellingsOf(base: string, hasJavaScript: boolean): string[] {
  const [, stem = base, kind, isScript] = /^(.*)\.([cm]?)(jsx?)$/.exec(base) ?? [];
  const [, other, ending] = /^(.*)(\.\w+)$/.exec(base) ?? [];
  const names = [
    base,
    ...ENDINGS.map((each) => base + each),
    ...(isScript ? [`${stem}.${kind}ts`, `${stem}.tsx`, `${stem}.d.${kind}ts`] : []),
    ...(other ? [`${other}.d${ending}.ts`] : []),
  ];
  const all = [...names, ...(hasJavaScript ? [".js", ".jsx", ".mjs", ".cjs"].map((each) => base + each) : [])];
  return all.filter((each) => (hasJavaScript ? /\.[cm]?[jt]sx?$/ : /\.[cm]?tsx?$/).test(each));
}

/** All strings in a JSON value. */
function leavesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** The text that `*` in a pattern stands for; `undefined` when a name does not match. */
function starIn(pattern: string, name: string): string | undefined {
  const [head, tail] = pattern.split("*") as [string, string?];
  if (tail === undefined) return pattern === name ? "" : undefined;
  const fits = name.length >= pattern.length - 1 && name.startsWith(head) && name.endsWith(tail);
  return fits ? name.slice(head.length, name.length - tail.length) : undefined;
}

/** The targets of a name in `exports` or `imports` of package.json. */
function mappedBy(value: unknown, name: string): string[] {
  if (typeof value !== "object" || value === null) return name === "." ? leavesOf(value) : [];
  const keys = Object.keys(value);
  if (!keys.some((key) => /^[.#]/.test(key))) return name === "." ? leavesOf(value) : [];
  return Object.entries(value).flatMap(([pattern, targets]) => {
    const star = starIn(pattern, name);
    return star === undefined ? [] : leavesOf(targets).map((each) => each.replaceAll("*", star));
  });
}

function readManifest(folder: string): Manifest | undefined {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? { folder, text, content: { ...content } } : undefined;
  } catch {
    // The file is missing or not valid JSON, so it does not affect the resolution.
    return undefined;
  }
}

/** `@acme/pay/api` → `@acme/pay` and `api` */
function splitName(specifier: string): readonly [name: string, rest: string] {
  const [, name = specifier, rest = ""] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? [];
  return [name, rest];
}

/**
 * Makes a function that finds the files of a specifier. It caches the file system.
 *
 * @param configs - The projects, with their path aliases.
 */
export function createLeadFinder(configs: readonly TextConfig[]) {
  const hasJavaScript = configs.some((each) => each.hasJavaScript);
  const outputs = configs.flatMap((each) => each.outputs.map((folder) => ({ folder, root: each.fileName })));
  const isFile = memoize(isFileAt);
  const manifestIn = memoize(readManifest);

  /** The files for a path, including the entries of its package.json if it is a folder. */
  const filesAt = memoize((base: string): readonly string[] => {
    const inFolder = isFolder(base)
      ? [...spellingsOf(`${base}/index`, hasJavaScript), ...entriesOf(manifestIn(base), "")]
      : [];
    return [...spellingsOf(base, hasJavaScript), ...inFolder].filter(isFile);
  });

  /** The sources from which an output file may be emitted. */
  const sourcesOf = (name: string): string[] =>
    outputs
      .filter(({ folder }) => name.startsWith(`${folder}/`))
      .flatMap(({ folder, root }) => {
        const rest = name.slice(folder.length + 1);
        return [".", "src"].map((each) => join(join(path.posix.dirname(root), each), rest));
      });

  function entriesOf(manifest: Manifest | undefined, rest: string): string[] {
    if (!manifest) return [];
    const { exports, types, typings, main, typesVersions } = manifest.content;
    const mapped = mappedBy(exports, rest ? `./${rest}` : ".");
    const entries = rest ? [] : leavesOf([types, typings, main ?? "index"]);
    const stars = [rest || "index", ...entries.map((each) => each.replace(/^\.\//, "").replace(/(?:\.d)?\.\w+$/, ""))];
    const versions = leavesOf(typesVersions).flatMap((each) => stars.map((star) => each.replaceAll("*", star)));
    const names = [...mapped, ...entries, ...versions].map((each) => join(manifest.folder, each));
    return [...names, ...names.flatMap(sourcesOf)].flatMap((each) => spellingsOf(each, hasJavaScript));
  }

  /** The package.json files above a folder, nearest first. */
  const above = memoize((folder: string): readonly Manifest[] => {
    const parent = path.posix.dirname(folder);
    const own = manifestIn(folder);
    return [...(own ? [own] : []), ...(parent === folder ? [] : above(parent))];
  });

  const installedIn = memoize((place: string): string | undefined => {
    if (!isFolder(place)) return undefined;
    return realpathSync(place).replaceAll("\\", "/");
  });

  /** The folders of a package for an importing folder. TypeScript continues upwards if a folder has no types. */
  const foldersOf = (name: string, from: string): string[] => {
    const parent = path.posix.dirname(from);
    const types = `@types/${name.replace(/^@/, "").replace("/", "__")}`;
    const own = [name, types].flatMap((each) => installedIn(join(from, `node_modules/${each}`)) ?? []);
    return [...own, ...(parent === from ? [] : foldersOf(name, parent))];
  };

  const toPackage = (specifier: string, from: string): Leads => {
    const [name, rest] = splitName(specifier);
    const self = above(from).filter(({ content }) => content.name === name);
    const found = foldersOf(name, from);
    const manifests = [...self, ...found.flatMap((each) => manifestIn(each) ?? [])];
    const files = [
      ...manifests.flatMap((each) => entriesOf(each, rest)).filter(isFile),
      ...found.flatMap((folder) => filesAt(rest ? join(folder, rest) : join(folder, "index"))),
    ];
    const isInstalled = ({ folder }: Manifest) => folder.includes("/node_modules/");
    return {
      files: [...new Set(files)],
      manifests: manifests.map(({ folder }) => join(folder, "package.json")),
      reachesImportspy: manifests.some((each) => isInstalled(each) && each.text.includes('"importspy"')),
    };
  };

  const fromFiles = (files: readonly string[]): Leads => ({ files, manifests: [], reachesImportspy: false });

  /** The targets of a specifier by the path aliases of tsconfig.json. */
  const aliasesOf = (specifier: string): string[] =>
    configs.flatMap(({ paths, baseUrl }) => [
      ...paths.flatMap(([pattern, targets]) => {
        const star = starIn(pattern, specifier);
        return star === undefined ? [] : targets.map((each) => each.replaceAll("*", star));
      }),
      ...(baseUrl === undefined ? [] : [join(baseUrl, specifier)]),
    ]);

  const together = (all: readonly Leads[]): Leads => ({
    files: all.flatMap(({ files }) => files),
    manifests: all.flatMap(({ manifests }) => manifests),
    reachesImportspy: all.some((each) => each.reachesImportspy),
  });

  /**
   * @param specifier - A specifier.
   * @param from - The folder of the file that contains it.
   */
  return (specifier: string, from: string): Leads => {
    if (/^\.{0,2}\/|^\.{1,2}$/.test(specifier)) {
      return fromFiles(
        [...new Set([specifier, pathOfUrl(specifier) ?? specifier])].flatMap((each) => filesAt(join(from, each))),
      );
    }
    const aliases = fromFiles(aliasesOf(specifier).flatMap(filesAt));
    if (specifier.startsWith("#")) {
      const mapped = above(from).flatMap(({ folder, content }) =>
        mappedBy(content.imports, specifier).map((target) => {
          if (!target.startsWith(".")) return toPackage(target, folder);
          const name = join(folder, target);
          return fromFiles([name, ...sourcesOf(name)].flatMap(filesAt));
        }),
      );
      return together([aliases, ...mapped]);
    }
    if (specifier.startsWith("node:")) return aliases;
    return together([aliases, toPackage(specifier, from)]);
  };
}
