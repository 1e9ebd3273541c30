/**
 * The guard service: what hosts talk to that have a file's text and no program. It keeps one program of a tsconfig.json,
 * as editors do, and makes none until a file has a contract.
 *
 * @module
 */
import path from "node:path";
import type { SourceMap } from "magic-string";
import type ts from "typescript";
import { type ModuleFormat, sidecarNameOf, specifierOfSidecar } from "./artifacts/sidecarNames.js";
import { declaringFilesOf } from "./check/closure.js";
import type { TypeScript } from "./compiler/compiler.js";
import { isJavaScript } from "./compiler/compiler.js";
import { findSpecifiers } from "./compiler/specifiers.js";
import { createManifestFinder } from "./discover/identity.js";
import type { FilePlan } from "./emit/inject.js";
import type { KeptImports } from "./emit/moments.js";
import { createContent } from "./emit/plan.js";
import { guardText } from "./emit/text/guard.js";
import { UnguardableError } from "./emit/text/input.js";
import type { Keeping } from "./emit/text/kept.js";
import { emittedSpecifier } from "./emit/text/syntax.js";
import { createFurtherSidecar, createSidecar } from "./generate/sidecar.js";
import { isOfRuntime, openInvolved } from "./service/involved.js";
import { openProject } from "./service/project.js";
import { createContractScan } from "./service/scan.js";
import { createSnapshot, rememberNothing, type Snapshot } from "./service/snapshot.js";

export { UnguardableError };

/** What a guard service is made for. */
export interface GuardServiceOptions {
  /** Absolute path of the tsconfig.json, with `/`. */
  readonly tsconfig: string;
  /** The compiler: of the version that importspy was made for. */
  readonly typescript: TypeScript;
  /** Reads files; the compiler's own view of the machine by default. */
  readonly system?: ts.System;
}

/** What a host does with the text that it has guarded. */
export interface GuardRules {
  /**
   * What becomes of an import in TypeScript of which the file uses nothing as a value: `kept` by Node.js' type stripping
   * and where `verbatimModuleSyntax` is on, `dropped` by TypeScript, esbuild, swc and oxc. By default what tsconfig.json
   * says. In JavaScript every import is kept.
   */
  readonly unusedImports?: "kept" | "dropped";
  /**
   * Whether types in classes with decorators are read at run time; by default what `emitDecoratorMetadata` in
   * tsconfig.json says. esbuild never does, whatever that says.
   */
  readonly decoratorMetadata?: boolean;
  /** What the text is: `javascript` when the host has compiled it. By default what the file is. */
  readonly language?: "typescript" | "javascript";
  /**
   * What a text is in which nothing tells, and what the host has made of the file when it compiled it. By default what
   * TypeScript would make of it. A text with `import` or `export` is an ES module, also when a bundler goes on to make
   * CommonJS of it.
   */
  readonly format?: ModuleFormat;
  /**
   * How the text names a sidecar of the file, by its number: 0 is its sidecar, 1 the first further one. By default they
   * are files beside it: `./x.importspy.js`, `./x.importspy-1.js`.
   */
  sidecarSpecifier?(number: number): string;
}

/** A guarded text. */
export interface GuardedText {
  readonly code: string;
  /** From `code` to the text that was handed in. */
  readonly map: SourceMap;
  /** What the text is, and its sidecars with it. */
  readonly format: ModuleFormat;
  /** The texts of its sidecars, by their numbers. */
  readonly sidecars: readonly string[];
}

/** Guards files as texts. All paths are absolute, with `/`. */
export interface GuardService {
  /**
   * Guards a file.
   *
   * @param fileName - The file.
   * @param code - Its text as the host has it: the source, or the JavaScript that was made of it.
   * @param rules - What the host does with the text next.
   * @returns The guarded text; `undefined` where nothing is to be guarded.
   * @throws {@link UnguardableError} when something that has to be guarded is not in the text.
   */
  guard(fileName: string, code: string, rules?: GuardRules): GuardedText | undefined;
  /**
   * A sidecar of a file, as its last guarded text needs it; where none was asked for, as its source does.
   *
   * @param fileName - The file.
   * @param number - 0 for its sidecar, 1 for the first further one.
   * @returns `undefined` where there is none.
   */
  sidecar(fileName: string, number?: number): string | undefined;
  /** The files other than itself that a file's guard depends on, sorted: a host watches them. */
  dependencies(fileName: string): readonly string[];
  /**
   * Takes note of changes on disk: files that changed, appeared or went away; package.json and tsconfig.json, too.
   *
   * @param changed - The files.
   * @returns Those that were asked about before and whose guard, sidecars or diagnostics are other ones now.
   */
  update(changed: readonly string[]): readonly string[];
  /**
   * What is wrong with contracts and imports: the errors that a build by TypeScript would give, without TypeScript's own.
   *
   * @param fileName - The file; all of the program when absent.
   */
  diagnostics(fileName?: string): readonly ts.Diagnostic[];
  /**
   * Files that a host asked about elsewhere: what becomes of them is news to it.
   *
   * @param fileNames - The files.
   * @param stateOf - The state that its answer was of; by default there was nothing to guard.
   */
  expect(fileNames: readonly string[], stateOf?: (fileName: string) => string): void;
  /** The files that a build turns into JavaScript, and those that were asked about beside them. */
  files(): readonly string[];
  /** What tells one state of a file's guard, sidecars and diagnostics from another; empty where it has none of these. */
  stateOf(fileName: string): string;
  /** The files that any answer depends on, package.json files apart: those of the program and its configuration. */
  inputs(): readonly string[];
  /** The text of an input, where answers were made from it; `undefined` for what is no source. */
  textOf(fileName: string): string | undefined;
  /** What a file may load that has nothing to do with contracts, and has nothing else in it that may concern them. */
  loadsOf(fileName: string): readonly string[] | undefined;
  /** Counts what changed: answers of another revision may be others now. */
  readonly revision: number;
  /** Whether anything may have to be guarded: by the texts of all files, without a program. */
  isNeeded(): boolean;
  /** Lets go of the program. */
  dispose(): void;
}

/** A text that was guarded: what its sidecars are made from. */
interface Guarded {
  /** How a sidecar loads the file. */
  readonly own: string;
  readonly kept: KeptImports;
  readonly format: ModuleFormat;
  readonly sidecar: string;
}

const SCRIPT = /\.[cm]?[jt]sx?$/;

/** `x.ts` → `x.js`, `App.vue` → `App.vue.js`: what sidecars of a file are named after. */
function emittedNameOf(fileName: string): string {
  const base = path.posix.basename(fileName);
  return SCRIPT.test(base) ? base.replace(/\.([cm]?)[jt]sx?$/, ".$1js") : `${base}.js`;
}

/** What the host's compiler keeps of a text in TypeScript. */
function keepingOf(typescript: TypeScript, options: ts.CompilerOptions, rules: GuardRules): Keeping {
  const isClassic = options.jsx === typescript.JsxEmit.React;
  const [factory] = (options.jsxFactory ?? options.reactNamespace ?? "React").split(".");
  return {
    keepsUnused: rules.unusedImports ? rules.unusedImports === "kept" : options.verbatimModuleSyntax === true,
    hasDecoratorMetadata: rules.decoratorMetadata ?? options.emitDecoratorMetadata === true,
    jsxFactory: isClassic ? factory : undefined,
  };
}

/** The texts of a file's sidecars. */
function sidecarsOf(
  { analysis, contracts }: Snapshot,
  plan: FilePlan,
  { kept, format, sidecar, own }: Guarded,
): string[] {
  return [
    createSidecar(createContent(analysis, contracts, plan.file, kept), format, own),
    ...kept.further.map((moment) => createFurtherSidecar(sidecar, moment)),
  ];
}

/** The files that decide what a planned file's guard is. */
function dependenciesOf({ analysis }: Snapshot, plan: FilePlan): ReadonlySet<string> {
  const modules = [...(plan.contract ? [plan.contract] : []), ...plan.imports.map(({ target }) => target)];
  const files = modules.flatMap((module) => {
    const { alternatives = [], files: declaring = [] } = analysis.contractOf(module);
    const shapes = alternatives.flatMap(
      ({ importer }) => importer?.options.flatMap(({ exports }) => exports?.type ?? []) ?? [],
    );
    return [
      module.comment.file,
      ...declaring,
      ...shapes.flatMap((type) => [...declaringFilesOf(analysis.context, type)]),
    ];
  });
  const chains = analysis.chains.possible(plan.file).flatMap(({ target, way }) => [...way, target.comment.file]);
  const manifest = analysis.manifestOf(plan.file);
  const loaded = analysis.loadsOf(plan.file).types.flatMap((type) => [...declaringFilesOf(analysis.context, type)]);
  const names = [...files, ...loaded, ...chains, ...plan.imports.flatMap(({ way }) => way)].map(
    (file) => file.fileName,
  );
  return new Set([...names, ...(manifest ? [manifest.fileName] : [])]);
}

/**
 * Makes a guard service.
 *
 * @param options - The project and the compiler.
 * @throws Error when tsconfig.json cannot be read.
 * @example
 * ```ts
 * const service = createGuardService({ tsconfig: "/app/tsconfig.json", typescript });
 * const guarded = service.guard("/app/src/main.ts", code, {
 *   unusedImports: "dropped",
 *   sidecarSpecifier: (number) => `./main.ts?importspy${number ? `-${number}` : ""}`,
 * });
 * ```
 */
export function createGuardService({
  tsconfig,
  typescript,
  system = typescript.sys,
}: GuardServiceOptions): GuardService {
  const project = openProject(typescript, system, tsconfig);
  const scan = createContractScan(typescript, system, project);
  const remembered = rememberNothing(typescript, project);
  let languageService: ts.LanguageService | undefined;
  let snapshot: Snapshot | undefined;
  /** The last guarded text of each file. */
  const guardedBy = new Map<string, Guarded>();
  /** Each file that was asked about, with the state that its answer was of. */
  const states = new Map<string, string>();
  /** The names by which the program has texts that stand for other files. */
  const virtualNames = new Map<string, string>();

  let revision = 0;
  let mayBeFew = system === typescript.sys;
  let involved: ReturnType<typeof openInvolved>;

  const current = (): Snapshot => {
    if (mayBeFew) involved = openInvolved(typescript, project, tsconfig);
    mayBeFew = false;
    if (involved) return involved.snapshot;
    languageService ??= typescript.createLanguageService(project.host, project.registry);
    if (!snapshot) {
      snapshot = createSnapshot(typescript, languageService.getProgram()!, project, remembered);
      project.settle();
    }
    return snapshot;
  };

  /** From now on by the program of all files. */
  const takeAll = () => {
    mayBeFew = false;
    involved = undefined;
    snapshot = undefined;
  };

  /** Whether a file has nothing to do with contracts, as far as that is seen without its types. */
  const isUninvolved = (fileName: string, code?: string): boolean => {
    if (isOfRuntime(fileName)) return true;
    current();
    if (!involved || involved.has(fileName)) return false;
    if (involved.isUninvolved(fileName, code)) return true;
    takeAll();
    return false;
  };

  /** The file as the program has it; it is added where tsconfig.json does not list it. */
  const fileIn = (fileName: string): ts.SourceFile | undefined => {
    if (isUninvolved(fileName)) return undefined;
    const found = current().program.getSourceFile(virtualNames.get(fileName) ?? fileName);
    const isReadable = /\.[cm]?tsx?$/.test(fileName) || (project.config().options.allowJs && SCRIPT.test(fileName));
    if (found || !isReadable || project.isListed(fileName) || !system.fileExists(fileName)) return found;
    if (fileName.includes("/node_modules/")) return undefined;
    project.add(fileName);
    snapshot = undefined;
    return current().program.getSourceFile(fileName);
  };

  /** The file that a text is of, with a text that is as new as the host's. */
  const fileFor = (fileName: string, code: string, { language }: GuardRules): ts.SourceFile | undefined => {
    const known = virtualNames.has(fileName) ? undefined : fileIn(fileName);
    if (known) {
      if (known.text === code || system.readFile(fileName) === known.text) return known;
      // The host was faster than the news.
      revision++;
      project.change([fileName]);
      takeAll();
      return fileIn(fileName);
    }
    if (fileName.includes("/node_modules/") || !findSpecifiers(code).size) return undefined;
    virtualNames.set(fileName, project.addText(fileName, code, language === "typescript"));
    snapshot = undefined;
    return fileIn(fileName);
  };

  /** Refuses a text that loads a contracted module of which the source knows nothing. */
  const refuseAdded = (file: ts.SourceFile, code: string): void => {
    if (file.text === code) return;
    const { program, analysis } = current();
    const loaded = analysis.context
      .syntaxOf(file)
      .loads()
      .flatMap(({ texts }) => texts.map(({ text }) => text));
    const own = new Set([...findSpecifiers(file.text), ...loaded].flatMap((text) => [text, emittedSpecifier(text)]));
    for (const specifier of findSpecifiers(code)) {
      if (own.has(specifier)) continue;
      const mode = file.impliedNodeFormat;
      const { resolvedModule } = typescript.resolveModuleName(
        specifier,
        file.fileName,
        program.getCompilerOptions(),
        project.host,
        undefined,
        undefined,
        mode,
      );
      const resolved = resolvedModule && program.getSourceFile(resolvedModule.resolvedFileName);
      if (resolved === file || !analysis.modules.named(specifier, resolved).length) continue;
      throw new UnguardableError(
        `importspy cannot guard the import of ${JSON.stringify(specifier)} in ${path.posix.basename(file.fileName)}: ` +
          "another tool has added it to the file, and the contract of that module would not be enforced.",
      );
    }
  };

  const stateOf = (fileName: string): string => {
    if (!scan.isNeeded()) return "";
    const file = fileIn(fileName);
    return file ? current().stateOf(file) : "";
  };

  const planOf = (fileName: string): FilePlan | undefined => {
    const file = scan.isNeeded() ? fileIn(fileName) : undefined;
    return file && current().planOf(file);
  };

  const guard: GuardService["guard"] = (fileName, code, rules = {}) => {
    guardedBy.delete(fileName);
    if (!scan.isNeeded(fileName, code)) {
      states.set(fileName, "");
      return undefined;
    }
    if (isUninvolved(fileName, code)) {
      states.set(fileName, "");
      return undefined;
    }
    const file = fileFor(fileName, code, rules);
    states.set(fileName, stateOf(fileName));
    if (!file) return undefined;
    refuseAdded(file, code);
    const now = current();
    const plan = now.planOf(file);
    if (!plan) return undefined;
    const options = now.program.getCompilerOptions();
    const isVirtual = virtualNames.has(fileName);
    const isCompiled = rules.language === "javascript" && !isJavaScript(file) && !isVirtual;
    const emitted = emittedNameOf(fileName);
    const sidecarSpecifier = (number: number, format: ModuleFormat) =>
      rules.sidecarSpecifier?.(number) ?? specifierOfSidecar(sidecarNameOf(emitted, number), format);
    const keepsAll = isCompiled || isJavaScript(file) || (isVirtual && rules.language !== "typescript");
    const guarded = guardText({
      typescript,
      options,
      plan,
      loads: now.analysis.context.syntaxOf(file).loads(),
      code,
      isCompiled,
      keeping: keepsAll ? undefined : keepingOf(typescript, options, rules),
      format: rules.format ?? plan.format,
      sidecarSpecifier,
      isKeptByTypes: now.keeperOf(file),
    });
    if (!guarded) return undefined;
    const { kept, format } = guarded;
    // Sidecars without files of their own are modules beside the source.
    const own = specifierOfSidecar(rules.sidecarSpecifier ? path.posix.basename(fileName) : emitted, format);
    const whole: Guarded = { kept, format, own, sidecar: sidecarSpecifier(0, format) };
    guardedBy.set(fileName, whole);
    return {
      code: guarded.code,
      // Most hosts ask for it only when the user does.
      get map() {
        return guarded.map;
      },
      format,
      sidecars: sidecarsOf(now, plan, whole),
    };
  };

  return {
    guard,
    sidecar(fileName, number = 0) {
      const plan = planOf(fileName);
      if (!plan) return undefined;
      const known = guardedBy.get(fileName);
      if (!known) return guard(fileName, plan.file.text)?.sidecars[number];
      return sidecarsOf(current(), plan, known)[number];
    },
    dependencies(fileName) {
      const plan = planOf(fileName);
      if (!plan) return [];
      const names = new Set([...dependenciesOf(current(), plan), tsconfig].map(project.nameOf));
      names.delete(fileName);
      return [...names].sort();
    },
    expect(fileNames, stateOf = () => "") {
      for (const fileName of fileNames) if (!states.has(fileName)) states.set(fileName, stateOf(fileName));
    },
    update(changed) {
      project.change(changed);
      for (const name of changed) if (!system.fileExists(name)) virtualNames.delete(name);
      scan.change(changed);
      if (involved?.absorbs(changed)) return [];
      revision++;
      if (involved) takeAll();
      remembered.findManifest = createManifestFinder(project.host);
      snapshot = undefined;
      const concerned: string[] = [];
      for (const [fileName, before] of states) {
        const now = system.fileExists(fileName) ? stateOf(fileName) : "";
        if (now !== before) concerned.push(fileName);
        states.set(fileName, now);
      }
      return concerned;
    },
    diagnostics(fileName) {
      if (!scan.isNeeded()) return [];
      if (fileName === undefined) {
        const now = current();
        return now.program.getSourceFiles().flatMap((file) => now.diagnosticsOf(file));
      }
      const file = fileIn(fileName);
      return file ? current().diagnosticsOf(file) : [];
    },
    files: () => {
      const now = scan.isNeeded() ? current() : undefined;
      if (involved) return involved.files();
      return now ? now.analysis.emitted().map((file) => file.fileName) : project.files();
    },
    stateOf,
    inputs() {
      const now = scan.isNeeded() ? current() : undefined;
      const programFiles = involved?.inputs() ?? now?.program.getSourceFiles().map((file) => file.fileName) ?? [];
      return [...new Set([...project.configFiles(), ...project.files(), ...programFiles].map(project.nameOf))];
    },
    textOf: (fileName) => {
      if (involved) return involved.textOf(fileName);
      return snapshot?.program.getSourceFile(fileName)?.text;
    },
    loadsOf: (fileName) => involved?.loadsOf(fileName),
    get revision() {
      return revision;
    },
    isNeeded: () => scan.isNeeded(),
    dispose() {
      languageService?.dispose();
      languageService = undefined;
      takeAll();
      states.clear();
      guardedBy.clear();
    },
  };
}
