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

/** What a module specifier leads to. */
export type Resolved =
  /** Files of the project; none for what is not a script of it. */
  | { readonly kind: "files"; readonly files: readonly string[] }
  | { readonly kind: "package"; readonly name: string; readonly key: string }
  | { readonly kind: "missing" };

/** What a specifier may leave away, and the source that TypeScript lets one name by its output. */
const ENDINGS = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json"];

function candidatesOf(name: string): string[] {
  const asSource = name.replace(/\.([cm]?)js(x?)$/, (_, kind: string, x: string) => `.${kind}ts${x}`);
  const others = asSource === name ? [] : [asSource, `${asSource}x`];
  const index = ENDINGS.slice(1).map((ending) => path.join(name, `index${ending}`));
  return [...ENDINGS.map((ending) => name + ending), ...others, ...index];
}

/** The package of a specifier, and the way into it. */
function splitSpecifier(specifier: string): readonly [name: string, key: string] {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  return [parts.slice(0, length).join("/"), [".", ...parts.slice(length)].join("/")];
}

/** How specifiers are resolved. */
export interface Resolution {
  /** The package of the program that runs. */
  readonly unit: ScriptPackage;
  /** Conditions of package.json beside the usual ones. */
  readonly conditions: readonly string[];
  /** `paths` of tsconfig.json count. */
  readonly usesPaths: boolean;
}

/** Whether a package is known to a project, and as what. */
export type Standing = "dependency" | "development" | "unknown";

/** Modules of a runtime or a bundler, which are not files of the project. */
const OF_RUNTIMES = /^(?:[a-z]+:|(?:bun|electron|vscode)$)/;

/** What specifiers of a project lead to, before it is built, too. */
export class Modules {
  private readonly project: Project;
  private readonly built: Built;
  private readonly manifests: readonly Manifest[];

  constructor(project: Project, built: Built) {
    this.project = project;
    this.built = built;
    this.manifests = [...project.packages.map(({ manifest }) => manifest), ...project.workspace];
  }

  /** The innermost package that a file is in, when it has to do with contracts. */
  readonly packageOf = memoize((file: string): ScriptPackage | undefined => {
    const [inner] = this.manifests
      .filter(({ folder }) => isInside(file, folder))
      .sort((a, b) => b.folder.length - a.folder.length);
    return this.project.packages.find(({ manifest }) => manifest.folder === inner?.folder);
  });

  /** The file that a path means, also one that a build with guards has yet to emit. */
  existing(name: string): string | undefined {
    const isThere = (each: string) => this.project.files.isFile(each) || this.built.guarded.has(each);
    return candidatesOf(path.normalize(name)).find(isThere);
  }

  private fileOf(name: string): Resolved {
    const existing = this.existing(name);
    if (existing !== undefined) return { kind: "files", files: [existing] };
    return this.built.isOther(path.normalize(name)) ? { kind: "files", files: [] } : { kind: "missing" };
  }

  /** The paths of `paths` for a specifier. */
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
   * @param specifier - As it is written.
   * @param file - The file that it stands in.
   * @param resolution - How.
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

  /** What a package is to the package of a file, to that of the program, or to the whole project. */
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
