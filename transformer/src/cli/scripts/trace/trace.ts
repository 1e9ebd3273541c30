import path from "node:path";
import { fileURLToPath } from "node:url";
import { memoize } from "../../../analysis/memoize.js";
import { isSidecarName, sidecarNameOf } from "../../../artifacts/sidecarNames.js";
import { isInside, showIn } from "../../paths.js";
import { baseOf, isGlob, matchFiles, readRegex } from "../../project/globs.js";
import { isRecord } from "../../project/manifest.js";
import type { Project, ScriptPackage } from "../model.js";
import { BUN_BUILD } from "../tools/bundlers.js";
import { parseFile } from "../tools/configFiles.js";
import { HARMLESS } from "../tools/harmless.js";
import { hostFor, type MissingPlugin, pluginStateIn } from "../tools/plugins.js";
import type { Tool } from "../tools/tool.js";
import { CODE_PACKAGES, TOOLS } from "../tools/tools.js";
import type { Built } from "./built.js";
import type { Load } from "./load.js";
import { type Loading, readLoads } from "./loads.js";
import { Modules, type Resolution } from "./modules.js";
import { readPage } from "./pages.js";
import { STARTING } from "./starts.js";

/** What the code of a program reaches. */
export interface Reach {
  /**
   * `source`: a source that a guarded build compiles, or would compile. `guarded`: output of such a build. `nothing`:
   * neither.
   * `unknown`: a part of the path cannot be seen.
   */
  readonly kind: "source" | "guarded" | "nothing" | "unknown";
  /** The name of the file for messages. */
  readonly file: string;
  /** The absolute path of a source. */
  readonly source?: string;
  /** The file that the program runs, if different. */
  readonly by?: string;
  /** The reason, for `unknown`. */
  readonly why?: string;
  /** Whether the file is output of another call, which is judged separately. */
  readonly isOutput?: boolean;
  /** Whether a bundler uses importspy's plugin there. */
  readonly isByPlugin?: boolean;
  /** The project script that bundles a source without the plugin. */
  readonly plugin?: MissingPlugin;
}

/** How the code is run. */
export interface Mode extends Resolution {
  /** The folder in which it runs. */
  readonly folder: string;
  /** Whether it is a test. Tests may use development dependencies. */
  readonly isTest: boolean;
}

const RANK = ["source", "unknown", "guarded", "nothing"] as const;

/** The most important of several results. */
export function decisive(reaches: readonly Reach[], file: string): Reach {
  const found = RANK.map((kind) => reaches.find((each) => each.kind === kind)).find((each) => each !== undefined);
  return found ?? { kind: "nothing", file };
}

const DECLARATION = /\.d\.[cm]?ts$/;
const isScript = (file: string) => /\.[cm]?[jt]sx?$/.test(file) && !DECLARATION.test(file);
/** Component files with code inside, which bundlers translate. */
const isComponent = (file: string) => /\.(?:vue|svelte|astro|mdx)$/.test(file);
const isPage = (file: string) => /\.html?$/.test(file);
const isInstalled = (file: string) => file.includes(`${path.sep}node_modules${path.sep}`);

/** The result of one load: more files to follow, or an end. */
interface Lead {
  readonly files: readonly string[];
  readonly end?: Reach | undefined;
}

/** Functions that the tracer needs from its caller. */
export interface Questions {
  /** Whether a source file has a contract. */
  isContracted(fileName: string): boolean;
  /** What a started command reaches. */
  reachOfCommand(text: string, mode: Mode): Reach;
}

const NO_TESTS = "there are no tests where it looks for them";

/** Follows what programs load through the files of a project. */
export class Tracer {
  private readonly project: Project;
  private readonly built: Built;
  private readonly questions: Questions;
  private readonly modules: Modules;

  constructor(project: Project, built: Built, questions: Questions) {
    this.project = project;
    this.built = built;
    this.questions = questions;
    this.modules = new Modules(project, built);
  }

  private show(name: string): string {
    return showIn(this.project.cwd, name) || ".";
  }

  /** Whether a package is built with guards. */
  private readonly isBuilt = memoize((unit: ScriptPackage): boolean =>
    [...this.built.sources.keys()].some((source) => this.modules.packageOf(source) === unit),
  );

  /** Whether a guarded build compiles a file, or would have to. */
  private readonly isSource = memoize((file: string): boolean => {
    if (isComponent(file)) return true;
    if (!isScript(file)) return false;
    if (this.built.sources.has(file) || this.questions.isContracted(file)) return true;
    const unit = this.modules.packageOf(file);
    // Other files of the package, such as tools and tests, are followed instead.
    if (!unit || this.isBuilt(unit)) return false;
    const isListed = unit.configs.some(({ parsed }) => parsed.fileNames.includes(file.replaceAll("\\", "/")));
    // Outside of the workspace packages there are only tools.
    const isTool = unit === this.project.packages[0] && this.built.sources.size > 0;
    return isListed || (/\.[cm]?tsx?$/.test(file) && !isTool);
  });

  /** Whether a file has a sidecar: it is a copy, or was built in another way. */
  private hasSidecar(file: string): boolean {
    return /\.[cm]?jsx?$/.test(file) && this.project.files.isFile(sidecarNameOf(file));
  }

  private loading(file: string, cwd: string, text?: string): Loading {
    return readLoads(this.project.typescript, parseFile(this.project, file, text), cwd);
  }

  /** The specifiers of a file, cached for all callers. */
  private readonly specifiersOf = memoize((file: string): readonly string[] =>
    this.loading(file, path.dirname(file)).loads.flatMap((load) => (load.kind === "module" ? [load.specifier] : [])),
  );

  private unknown(file: string, why: string): Lead {
    return { files: [], end: { kind: "unknown", file: this.show(file), why } };
  }

  /** The result of loading a package. */
  private leadOfPackage(name: string, key: string, file: string, mode: Mode): Lead {
    const tool = TOOLS.get(name);
    // `tsx/esm` and similar hooks only enable TypeScript. The files that are loaded afterwards are followed.
    const isHook = tool?.does === "runs" && key !== "." && !key.endsWith("/api");
    const isRunner = tool?.does === "tests" && mode.isTest;
    const isPlugin = name === "@importspy/transformer" && key !== ".";
    if (isHook || isRunner || isPlugin || HARMLESS.has(name) || STARTING.has(name)) return { files: [] };
    if (tool) return { files: [], end: this.reachOfTool(tool, name, file, mode) };
    const specifier = name + key.slice(1);
    if (CODE_PACKAGES.has(name) || CODE_PACKAGES.has(specifier)) return this.unknown(file, `it calls ${name}`);
    const standing = this.modules.standingOf(name, file, mode.unit);
    if (standing === "unknown") return this.unknown(file, `${JSON.stringify(specifier)} is not installed`);
    const isUsual = standing === "dependency" || mode.isTest;
    return isUsual ? { files: [] } : this.unknown(file, `it calls ${name}, which may run or translate code`);
  }

  /** Reads a project script that calls a bundler like a configuration of that bundler. */
  private reachOfTool({ inputs, plugin }: Tool, name: string, file: string, mode: Mode): Reach {
    const properties = inputs === "sources" ? [] : (inputs.properties ?? []);
    const texts = this.loading(file, mode.folder).texts(properties);
    const unknown: Reach = { kind: "unknown", file: this.show(file), why: `what it gives to ${name} is computed` };
    const state = plugin && pluginStateIn(this.project.typescript, parseFile(this.project, file), plugin);
    if (state === "used") return { kind: "guarded", file: this.show(file), isByPlugin: true };
    if (state === "unknown") return { ...unknown, why: `whether it gives importspy to ${name} is computed` };
    if (!texts?.texts.length) return unknown;
    const reaches = texts.texts.map((text) => this.reachOfPath(text, mode.folder, mode));
    const reach = decisive(texts.isOpen ? [...reaches, unknown] : reaches, this.show(file));
    if (reach.kind !== "source" || !plugin) return reach;
    return { ...reach, plugin: { fileName: file, place: plugin, host: hostFor(plugin, name) } };
  }

  private follow(load: Load, file: string, mode: Mode): Lead {
    switch (load.kind) {
      case "unknown":
        return this.unknown(file, load.why);
      case "bundle":
        return { files: [], end: this.reachOfTool(BUN_BUILD, "Bun", file, mode) };
      case "command":
        return { files: [], end: this.questions.reachOfCommand(load.text, mode) };
      case "glob": {
        const all = this.project.files.list(mode.unit.manifest.folder);
        return { files: matchFiles(all, path.dirname(file), [load.pattern]) };
      }
      case "file": {
        const name = load.name.startsWith("file:") ? fileURLToPath(load.name) : path.resolve(mode.folder, load.name);
        return this.leadOfFile(name, file);
      }
      case "module": {
        // Bundlers accept `./logo.svg?url`.
        const specifier = load.specifier.replace(/(?<=.)\?.*$/, "");
        const resolved = this.modules.resolve(specifier, file, mode);
        if (resolved.kind === "package") return this.leadOfPackage(resolved.name, resolved.key, file, mode);
        return resolved.kind === "files" ? resolved : this.unknown(file, `${specifier} does not exist`);
      }
    }
  }

  private leadOfFile(name: string, from: string): Lead {
    const found = this.modules.existing(name);
    if (found !== undefined) return { files: [found] };
    return this.built.isOther(name) ? { files: [] } : this.unknown(from, `${this.show(name)} does not exist`);
  }

  private leadsOfPage(page: string, mode: Mode): Lead[] {
    const { files, inline } = readPage(this.project.files.read(page) ?? "", path.dirname(page));
    const { loads } = this.loading(`${page}.js`, mode.folder, inline);
    // `/src/main.ts` in a page is relative to the folder of the page.
    const relative = loads.map((load) =>
      load.kind === "module" && load.specifier.startsWith("/") ? { ...load, specifier: `.${load.specifier}` } : load,
    );
    return [
      ...files.map((file) => this.leadOfFile(file, page)),
      ...relative.map((load) => this.follow(load, page, mode)),
    ];
  }

  /**
   * The loads of a guarded output file: its neighbours, which are such output too, and files that an alias or the
   * project's package.json may map back to sources. Before the build, the source is read instead.
   */
  private filesBehind(output: string, mode: Mode): readonly string[] {
    const source = this.built.guarded.get(output);
    const isThere = this.project.files.isFile(output);
    if (source === undefined || isSidecarName(output)) return [];
    const usesPaths = mode.usesPaths && (isThere || !this.built.rewritesPaths);
    return this.specifiersOf(isThere ? output : source).flatMap((specifier) => {
      const resolved = this.modules.resolve(specifier, isThere ? output : source, { ...mode, usesPaths });
      const files = resolved.kind === "files" ? resolved.files : [];
      // A source next to the source stands for its output.
      return isThere || !specifier.startsWith(".") ? files : files.flatMap((each) => this.built.outputOf(each) ?? []);
    });
  }

  private leadsOf(file: string, mode: Mode): Lead[] {
    if (isPage(file)) return this.leadsOfPage(file, mode);
    return isScript(file) ? this.loading(file, mode.folder).loads.map((load) => this.follow(load, file, mode)) : [];
  }

  /** The result, if the file itself ends the search. */
  private endAt(file: string): Reach | undefined {
    const shown = this.show(file);
    if (this.built.guarded.has(file)) return { kind: "guarded", file: shown };
    if (this.isSource(file)) return { kind: "source", file: shown, source: file };
    if (this.hasSidecar(file)) return { kind: "guarded", file: shown };
    return this.built.isOther(file) ? { kind: "nothing", file: shown, isOutput: true } : undefined;
  }

  /**
   * Finds what a file reaches through everything that it loads.
   *
   * @param start - Its absolute path.
   * @param mode - How it is run.
   */
  reachOfFile(start: string, mode: Mode): Reach {
    const seen = new Set([start]);
    const ends: Reach[] = [];
    const by = this.show(start);
    for (const file of seen) {
      const end = this.endAt(file);
      if (end) ends.push(end);
      if (end?.kind === "source") break;
      const behind: Lead[] = end ? [{ files: this.filesBehind(file, mode) }] : this.leadsOf(file, mode);
      for (const lead of behind) {
        for (const each of lead.files) if (!isInstalled(each)) seen.add(each);
        if (lead.end) ends.push(lead.end);
      }
    }
    const reach = decisive(ends, by);
    return reach.file === by || reach.by !== undefined ? reach : { ...reach, by };
  }

  /** Finds what a code text reaches: that of `node -e "…"`. */
  reachOfText(text: string, mode: Mode): Reach {
    const name = path.join(mode.folder, "[eval].js");
    const leads = this.loading(name, mode.folder, text).loads.map((load) => this.follow(load, name, mode));
    const reaches = leads.flatMap(({ files, end }) => [
      ...files.map((file) => this.reachOfFile(file, mode)),
      ...(end ? [{ ...end, file: "the code" }] : []),
    ]);
    return decisive(reaches, "the code");
  }

  /** Finds what several files reach together. */
  reachOfFiles(files: readonly string[], shown: string, mode: Mode): Reach {
    return decisive(
      files.map((file) => this.reachOfFile(file, mode)),
      shown,
    );
  }

  /** Finds what the default patterns of a test runner reach. */
  reachOfPatterns(patterns: readonly string[], folder: string, mode: Mode, isSelected = (_: string) => true): Reach {
    const files = new Set([...this.project.files.list(folder), ...this.built.guarded.keys()]);
    const found = matchFiles([...files], folder, patterns).filter((file) =>
      isSelected(path.relative(folder, file).replaceAll("\\", "/")),
    );
    const none: Reach = { kind: "unknown", file: ".", why: NO_TESTS };
    return found.length ? this.reachOfFiles(found, patterns[0]!, mode) : none;
  }

  /** Finds what the tests of a folder reach whose paths match a regular expression. */
  reachOfRegex(regex: string, folder: string, mode: Mode): Reach {
    const files = new Set([...this.project.files.list(folder), ...this.built.guarded.keys()]);
    const pattern = readRegex(regex);
    if (!pattern) return { kind: "unknown", file: ".", why: `${regex} is not a regular expression` };
    const found = [...files].filter((file) => isInside(file, folder) && pattern.test(file));
    return found.length ? this.reachOfFiles(found, regex, mode) : { kind: "unknown", file: ".", why: NO_TESTS };
  }

  private reachOfGlob(glob: string, folder: string, mode: Mode): Reach {
    const files = this.project.files.list(path.resolve(folder, baseOf(glob)));
    const found = matchFiles([...new Set([...files, ...this.built.guarded.keys()])], folder, [glob]);
    return found.length
      ? this.reachOfFiles(found, glob, mode)
      : { kind: "unknown", file: glob, why: `no file is ${glob}` };
  }

  /**
   * Finds what a path or pattern in the arguments of a program reaches.
   *
   * @param name - A file, a folder or a pattern.
   * @param folder - The folder for relative names.
   * @param mode - How it is run.
   */
  reachOfPath(name: string, folder: string, mode: Mode): Reach {
    const { files } = this.project;
    const absolute = path.resolve(folder, name);
    const shown = this.show(absolute);
    if (isGlob(name) && !files.isFile(absolute)) return this.reachOfGlob(name, folder, mode);
    if (files.isFolder(absolute)) {
      const inside = files.list(absolute).filter((file) => isScript(file) || isComponent(file));
      return this.reachOfFiles(inside, shown, mode);
    }
    const existing = this.modules.existing(absolute);
    if (existing !== undefined) return this.reachOfFile(existing, mode);
    const isFolderToBe = [...this.built.guarded.keys()].some((file) => isInside(file, absolute));
    if (isFolderToBe) return { kind: "guarded", file: shown };
    if (this.built.isOther(absolute)) return { kind: "nothing", file: shown, isOutput: true };
    return { kind: "unknown", file: shown, why: `nothing that doctor follows makes ${shown}` };
  }

  /** The main file of a folder: `node .` */
  private mainOf(folder: string): string {
    const fileName = path.join(folder, "package.json");
    const text = this.project.files.read(fileName) ?? "{}";
    const content: unknown = this.project.typescript.parseConfigFileTextToJson(fileName, text).config;
    return path.join(folder, isRecord(content) && typeof content.main === "string" ? content.main : "index");
  }

  /** Finds what a program reaches: a file, or a folder with a main file. */
  reachOfProgram(name: string, folder: string, mode: Mode): Reach {
    const absolute = path.resolve(folder, name);
    const { files } = this.project;
    const isFolder = !files.isFile(absolute) && files.isFolder(absolute);
    const reach = this.reachOfPath(isFolder ? this.mainOf(absolute) : name, folder, mode);
    const source = reach.kind === "nothing" ? this.sourceLike(this.modules.existing(absolute)) : undefined;
    if (source === undefined) return reach;
    const why = `${reach.file} may be what something else made of ${this.show(source)}: no build that doctor follows emits it`;
    return { kind: "unknown", file: reach.file, why };
  }

  /** The source whose output would be at this place, possibly left by an older build into another folder. */
  private sourceLike(file: string | undefined): string | undefined {
    if (file === undefined || this.built.isOther(file)) return undefined;
    const inFolder = (name: string) =>
      path.relative(this.modules.packageOf(name)?.manifest.folder ?? "", name).replace(/^[^\\/]*[\\/]/, "");
    for (const [output, source] of this.built.guarded) {
      if (this.modules.packageOf(output) === this.modules.packageOf(file) && inFolder(output) === inFolder(file))
        return source;
    }
    return undefined;
  }
}
