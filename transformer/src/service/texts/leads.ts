/**
 * Where a module specifier may lead, by names of files alone: more than TypeScript would try, and never less. What it
 * leads to is only read for the tag.
 *
 * @module
 */
import { readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { memoize } from "../../analysis/memoize.js";
import { pathOfUrl } from "../../compiler/specifiers.js";
import { join, type TextConfig } from "./config.js";

/** A package.json, and where it is. */
interface Manifest {
  readonly folder: string;
  readonly text: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What a specifier may lead to. */
export interface Leads {
  /** Files that are there. */
  readonly files: readonly string[];
  /** The package.json files that say so. */
  readonly manifests: readonly string[];
  /** A package that asks for importspy at run time: it was built with it. */
  readonly reachesImportspy: boolean;
}

const ENDINGS = [".ts", ".tsx", ".d.ts", ".mts", ".cts", ".d.mts", ".d.cts"];

/** The names by which TypeScript may find what a path names. */
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

/** Every text in a value. */
function leavesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** What `"./*"` stands for in a name; `undefined` where the pattern does not match. */
function starIn(pattern: string, name: string): string | undefined {
  const [head, tail] = pattern.split("*") as [string, string?];
  if (tail === undefined) return pattern === name ? "" : undefined;
  const fits = name.length >= pattern.length - 1 && name.startsWith(head) && name.endsWith(tail);
  return fits ? name.slice(head.length, name.length - tail.length) : undefined;
}

/** What the patterns of an object map a name to. */
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
    // Not there, or no JSON: nothing finds a package by it.
    return undefined;
  }
}

/** `@acme/pay/api` → `@acme/pay` and `api` */
function splitName(specifier: string): readonly [name: string, rest: string] {
  const [, name = specifier, rest = ""] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? [];
  return [name, rest];
}

/**
 * Makes a finder of what specifiers lead to; it remembers what is there.
 *
 * @param configs - The projects, whose aliases count.
 */
export function createLeadFinder(configs: readonly TextConfig[]) {
  const hasJavaScript = configs.some((each) => each.hasJavaScript);
  const outputs = configs.flatMap((each) => each.outputs.map((folder) => ({ folder, root: each.fileName })));
  const isFile = memoize((name: string) => statSync(name, { throwIfNoEntry: false })?.isFile() ?? false);
  const manifestIn = memoize(readManifest);

  /** The files that a path may name, and those that its package.json names where it is a folder. */
  const filesAt = memoize((base: string): readonly string[] => {
    const inFolder = statSync(base, { throwIfNoEntry: false })?.isDirectory()
      ? [...spellingsOf(`${base}/index`, hasJavaScript), ...entriesOf(manifestIn(base), "")]
      : [];
    return [...spellingsOf(base, hasJavaScript), ...inFolder].filter(isFile);
  });

  /** Where what a project emits may come from. */
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

  /** The package.json files above a folder, the nearest first. */
  const above = memoize((folder: string): readonly Manifest[] => {
    const parent = path.posix.dirname(folder);
    const own = manifestIn(folder);
    return [...(own ? [own] : []), ...(parent === folder ? [] : above(parent))];
  });

  const installedIn = memoize((place: string): string | undefined => {
    if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return undefined;
    return realpathSync(place).replaceAll("\\", "/");
  });

  /** The folders of a package, as seen from a folder: TypeScript goes on upwards where one of them has no types. */
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

  /** Where the aliases of tsconfig.json lead. */
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
   * @param from - The folder of the file that has it.
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
