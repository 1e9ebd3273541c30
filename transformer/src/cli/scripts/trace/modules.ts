import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { memoize } from "../../../analysis/memoize.js";
import { isInside } from "../../paths.js";
import { findInstalled } from "../../project/installed.js";
import type { Manifest } from "../../project/manifest.js";
import type { Project, ScriptPackage } from "../model.js";
import type { Built } from "./built.js";
import { packageTarget } from "./exports.js";

/** The result of resolving a module specifier. */
export type Resolved =
  /** Files of the project; empty when the module is not a script of the project. */
  | { readonly kind: "files"; readonly files: readonly string[] }
  | { readonly kind: "package"; readonly name: string; readonly key: string }
  | { readonly kind: "missing" };

/** Endings that a specifier may leave out, or that TypeScript maps from output to source. */
const ENDINGS = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json"];

function candidatesOf(name: string): string[] {
  const asSource = name.replace(/\.([cm]?)js(x?)$/, (_, kind: string, x: string) => `.${kind}ts${x}`);
  const others = asSource === name ? [] : [asSource, `${asSource}x`];
  const index = ENDINGS.slice(1).map((ending) => path.join(name, `index${ending}`));
  return [...ENDINGS.map((ending) => name + ending), ...others, ...index];
}

/** The package name of a specifier, and the path into the package. */
function splitSpecifier(specifier: string): readonly [name: string, key: string] {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  return [parts.slice(0, length).join("/"), [".", ...parts.slice(length)].join("/")];
}

/** Options for resolving specifiers. */
export interface Resolution {
  /** The package of the running program. */
  readonly unit: ScriptPackage;
  /** Additional export conditions. */
  readonly conditions: readonly string[];
  /** Whether `paths` of tsconfig.json apply. */
  readonly usesPaths: boolean;
}

/** How a project declares a package. */
export type Standing = "dependency" | "development" | "unknown";

/** Modules of runtimes and bundlers, which are not project files. */
const OF_RUNTIMES = /^(?:[a-z]+:|(?:bun|electron|vscode)$)/;

/** Resolves specifiers of a project, even before it is built. */
export class Modules {
  private readonly project: Project;
  private readonly built: Built;
  private readonly manifests: readonly Manifest[];

  constructor(project: Project, built: Built) {
    this.project = project;
    this.built = built;
    this.manifests = [...project.packages.map(({ manifest }) => manifest), ...project.workspace];
  }

  /** The innermost examined package that contains a file. */
  readonly packageOf = memoize((file: string): ScriptPackage | undefined => {
    const [inner] = this.manifests
      .filter(({ folder }) => isInside(file, folder))
      .sort((a, b) => b.folder.length - a.folder.length);
    return this.project.packages.find(({ manifest }) => manifest.folder === inner?.folder);
  });

  /** The file for a path, including output that a guarded build has not written yet. */
  existing(name: string): string | undefined {
    const isThere = (each: string) => this.project.files.isFile(each) || this.built.guarded.has(each);
    return candidatesOf(path.normalize(name)).find(isThere);
  }

  private fileOf(name: string): Resolved {
    const existing = this.existing(name);
    if (existing !== undefined) return { kind: "files", files: [existing] };
    return this.built.isOther(path.normalize(name)) ? { kind: "files", files: [] } : { kind: "missing" };
  }

  /** The candidates for a specifier from `paths`. */
  private mapped(specifier: string, { configs }: ScriptPackage): string[] {
    return configs.flatMap(({ parsed: { options }, fileName }) =>
      Object.entries(options.paths ?? {}).flatMap(([pattern, targets]) => {
        const [start = "", end] = pattern.split("*");
        const isPattern = end !== undefined;
        const isMatch = isPattern ? specifier.startsWith(start) && specifier.endsWith(end) : pattern === specifier;
        const star = isPattern ? specifier.slice(start.length, specifier.length - end.length) : "";
        const base = options.baseUrl ?? path.dirname(fileName);
        return isMatch ? targets.map((target) => path.resolve(base, target.replace("*", star))) : [];
      }),
    );
  }

  /**
   * Resolves a module specifier.
   *
   * @param specifier - The specifier.
   * @param file - The importing file.
   * @param resolution - The options.
   */
  resolve(specifier: string, file: string, { unit, conditions, usesPaths }: Resolution): Resolved {
    if (specifier.startsWith("file:")) return this.fileOf(fileURLToPath(specifier));
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return this.fileOf(path.resolve(path.dirname(file), specifier));
    if (path.isAbsolute(specifier)) return this.fileOf(specifier);
    if (isBuiltin(specifier) || OF_RUNTIMES.test(specifier)) return { kind: "files", files: [] };
    const own = this.packageOf(file) ?? unit;
    if (specifier.startsWith("#")) {
      const target = packageTarget(own.manifest.content, specifier, conditions);
      return target?.startsWith(".")
        ? this.fileOf(path.join(own.manifest.folder, target))
        : { kind: target === undefined ? "missing" : "files", files: [] };
    }
    const aliased = (usesPaths ? this.mapped(specifier, own) : []).flatMap((name) => this.existing(name) ?? []);
    if (aliased.length) return { kind: "files", files: aliased };
    const [name, key] = splitSpecifier(specifier);
    const local = this.manifests.find((manifest) => manifest.name === name);
    if (!local) return { kind: "package", name, key };
    const target = packageTarget(local.content, key, conditions) ?? (key === "." ? "index" : key);
    return this.fileOf(path.join(local.folder, target));
  }

  /** How a package is declared in the file's package, the program's package, or anywhere in the project. */
  standingOf(name: string, file: string, unit: ScriptPackage): Standing {
    const manifests = [this.packageOf(file), unit, this.project.packages[0]].flatMap((each) => each?.manifest ?? []);
    const isIn = (records: readonly Readonly<Record<string, string>>[]) =>
      records.some((each) => Object.hasOwn(each, name));
    if (isIn(manifests.flatMap(({ dependencies, peerDependencies }) => [dependencies, peerDependencies])))
      return "dependency";
    const others = manifests.flatMap(({ devDependencies, optionalDependencies }) => [
      devDependencies,
      optionalDependencies,
    ]);
    return isIn(others) || findInstalled(name, path.dirname(file)) ? "development" : "unknown";
  }
}
