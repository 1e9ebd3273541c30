import path from "node:path";
import { fileURLToPath } from "node:url";
import { memoize } from "../../../analysis/memoize.js";
import { isSidecarName, sidecarNameOf } from "../../../artifacts/sidecarNames.js";
import { isInside, showIn } from "../../paths.js";
import { baseOf, isGlob, matchFiles, readRegex } from "../../project/globs.js";
import { isRecord } from "../../project/manifest.js";
import type { Project, ScriptPackage } from "../model.js";
import { parseFile } from "../tools/configFiles.js";
import { HARMLESS } from "../tools/harmless.js";
import { hostFor, type MissingPlugin, pluginStateIn } from "../tools/plugins.js";
import { BUN_BUILD, CODE_PACKAGES, TOOLS, type Tool } from "../tools/tools.js";
import type { Built } from "./built.js";
import type { Load } from "./load.js";
import { type Loading, readLoads } from "./loads.js";
import { Modules, type Resolution } from "./modules.js";
import { readPage } from "./pages.js";
import { STARTING } from "./starts.js";

/** Where code leads that a program takes. */
export interface Reach {
  /**
   * `source`: to what a build with guards compiles, or would compile. `guarded`: to what such a build emits. `nothing`:
   * to neither. `unknown`: a part of the way cannot be seen.
   */
  readonly kind: "source" | "guarded" | "nothing" | "unknown";
  /** The file, as people name it. */
  readonly file: string;
  /** The absolute path of a source. */
  readonly source?: string;
  /** The file that the program is given, when it is another. */
  readonly by?: string;
  /** Why it is unknown. */
  readonly why?: string;
  /** The file is an output of a call that is judged by itself. */
  readonly isOutput?: boolean;
  /** A bundler is given importspy's plugin there. */
  readonly isByPlugin?: boolean;
  /** The script of the project's own that bundles a source without the plugin. */
  readonly plugin?: MissingPlugin;
}

/** How the code is run. */
export interface Mode extends Resolution {
  /** The folder that it runs in. */
  readonly folder: string;
  /** Tests use more packages than a program does. */
  readonly isTest: boolean;
}

const RANK = ["source", "unknown", "guarded", "nothing"] as const;

/** The one of several that decides. */
export function decisive(reaches: readonly Reach[], file: string): Reach {
  const found = RANK.map((kind) => reaches.find((each) => each.kind === kind)).find((each) => each !== undefined);
  return found ?? { kind: "nothing", file };
}

const DECLARATION = /\.d\.[cm]?ts$/;
const isScript = (file: string) => /\.[cm]?[jt]sx?$/.test(file) && !DECLARATION.test(file);
/** Files with code inside, which bundlers translate. */
const isComponent = (file: string) => /\.(?:vue|svelte|astro|mdx)$/.test(file);
const isPage = (file: string) => /\.html?$/.test(file);
const isInstalled = (file: string) => file.includes(`${path.sep}node_modules${path.sep}`);

/** What one load leads to: files to go on with, or an end of the way. */
interface Lead {
  readonly files: readonly string[];
  readonly end?: Reach | undefined;
}

/** What a trace asks others. */
export interface Questions {
  /** Whether a source file has a contract. */
  isContracted(fileName: string): boolean;
  /** Where a program leads that a file starts. */
  reachOfCommand(text: string, mode: Mode): Reach;
}

const NO_TESTS = "there are no tests where it looks for them";

/** Traces what programs load, through the files of a project. */
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

  /** Whether something builds a package with guards. */
  private readonly isBuilt = memoize((unit: ScriptPackage): boolean =>
    [...this.built.sources.keys()].some((source) => this.modules.packageOf(source) === unit),
  );

  /** Whether a file is one that a build with guards compiles, or would have to. */
  private readonly isSource = memoize((file: string): boolean => {
    if (isComponent(file)) return true;
    if (!isScript(file)) return false;
    if (this.built.sources.has(file) || this.questions.isContracted(file)) return true;
    const unit = this.modules.packageOf(file);
    // What lies beside the sources, tools and tests, is asked what it loads.
    if (!unit || this.isBuilt(unit)) return false;
    const isListed = unit.configs.some(({ parsed }) => parsed.fileNames.includes(file.replaceAll("\\", "/")));
    // Beside the packages of a workspace there are only tools.
    const isTool = unit === this.project.packages[0] && this.built.sources.size > 0;
    return isListed || (/\.[cm]?tsx?$/.test(file) && !isTool);
  });

  /** Whether a file has what a build with guards leaves beside it: it is a copy, or was built by other means. */
  private hasSidecar(file: string): boolean {
    return /\.[cm]?jsx?$/.test(file) && this.project.files.isFile(sidecarNameOf(file));
  }

  private loading(file: string, cwd: string, text?: string): Loading {
    return readLoads(this.project.typescript, parseFile(this.project, file, text), cwd);
  }

  /** The specifiers of a file, which each reader of it has in common. */
  private readonly specifiersOf = memoize((file: string): readonly string[] =>
    this.loading(file, path.dirname(file)).loads.flatMap((load) => (load.kind === "module" ? [load.specifier] : [])),
  );

  private unknown(file: string, why: string): Lead {
    return { files: [], end: { kind: "unknown", file: this.show(file), why } };
  }

  /** What a package does that a file loads. */
  private leadOfPackage(name: string, key: string, file: string, mode: Mode): Lead {
    const tool = TOOLS.get(name);
    // `tsx/esm` and the like only let TypeScript be loaded, and what is loaded is followed.
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

  /** A script of the project's own that calls a bundler is read as that bundler's configuration. */
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
        // Bundlers take `./logo.svg?url`.
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
    // A page's `/src/main.ts` is from the folder of the page.
    const relative = loads.map((load) =>
      load.kind === "module" && load.specifier.startsWith("/") ? { ...load, specifier: `.${load.specifier}` } : load,
    );
    return [
      ...files.map((file) => this.leadOfFile(file, page)),
      ...relative.map((load) => this.follow(load, page, mode)),
    ];
  }

  /**
   * What the output of a build with guards loads: its neighbours, which are such outputs too, and what an alias or the
   * project's own package.json may lead back to the sources. Before the build the source says it.
   */
  private filesBehind(output: string, mode: Mode): readonly string[] {
    const source = this.built.guarded.get(output);
    const isThere = this.project.files.isFile(output);
    if (source === undefined || isSidecarName(output)) return [];
    const usesPaths = mode.usesPaths && (isThere || !this.built.rewritesPaths);
    return this.specifiersOf(isThere ? output : source).flatMap((specifier) => {
      const resolved = this.modules.resolve(specifier, isThere ? output : source, { ...mode, usesPaths });
      const files = resolved.kind === "files" ? resolved.files : [];
      // A source beside the source stands for its output.
      return isThere || !specifier.startsWith(".") ? files : files.flatMap((each) => this.built.outputOf(each) ?? []);
    });
  }

  private leadsOf(file: string, mode: Mode): Lead[] {
    if (isPage(file)) return this.leadsOfPage(file, mode);
    return isScript(file) ? this.loading(file, mode.folder).loads.map((load) => this.follow(load, file, mode)) : [];
  }

  /** Where a file itself ends the way. */
  private endAt(file: string): Reach | undefined {
    const shown = this.show(file);
    if (this.built.guarded.has(file)) return { kind: "guarded", file: shown };
    if (this.isSource(file)) return { kind: "source", file: shown, source: file };
    if (this.hasSidecar(file)) return { kind: "guarded", file: shown };
    return this.built.isOther(file) ? { kind: "nothing", file: shown, isOutput: true } : undefined;
  }

  /**
   * Where a file leads, through all that it loads.
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

  /** Where a text of code leads: that of `node -e "…"`. */
  reachOfText(text: string, mode: Mode): Reach {
    const name = path.join(mode.folder, "[eval].js");
    const leads = this.loading(name, mode.folder, text).loads.map((load) => this.follow(load, name, mode));
    const reaches = leads.flatMap(({ files, end }) => [
      ...files.map((file) => this.reachOfFile(file, mode)),
      ...(end ? [{ ...end, file: "the code" }] : []),
    ]);
    return decisive(reaches, "the code");
  }

  /** Where all of several files lead. */
  reachOfFiles(files: readonly string[], shown: string, mode: Mode): Reach {
    return decisive(
      files.map((file) => this.reachOfFile(file, mode)),
      shown,
    );
  }

  /** Where patterns lead that a test runner has by itself. */
  reachOfPatterns(patterns: readonly string[], folder: string, mode: Mode): Reach {
    const files = new Set([...this.project.files.list(folder), ...this.built.guarded.keys()]);
    const found = matchFiles([...files], folder, patterns);
    const none: Reach = { kind: "unknown", file: ".", why: NO_TESTS };
    return found.length ? this.reachOfFiles(found, patterns[0]!, mode) : none;
  }

  /** Where the tests of a folder lead whose paths a regular expression matches. */
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
   * Where a path or pattern leads that a program takes.
   *
   * @param name - A file, a folder or a pattern.
   * @param folder - What it is relative to.
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

  /** The file that a folder stands for as a program: `node .` */
  private mainOf(folder: string): string {
    const fileName = path.join(folder, "package.json");
    const text = this.project.files.read(fileName) ?? "{}";
    const content: unknown = this.project.typescript.parseConfigFileTextToJson(fileName, text).config;
    return path.join(folder, isRecord(content) && typeof content.main === "string" ? content.main : "index");
  }

  /** Where a program leads that is run: a file, or a folder with one. */
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

  /** The source whose output has the place in its folder that a file has in another: an older build may have left it. */
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
