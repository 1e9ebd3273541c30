/**
 * The guard service, for hosts that have a file's text but no program. It keeps one program of a tsconfig.json, as
 * editors do. It creates the program when the first contract is found.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import { type ModuleFormat, sidecarNameOf, specifierOfSidecar } from "./artifacts/sidecarNames.js";
import { isJavaScript } from "./compiler/compiler.js";
import { findSpecifiers } from "./compiler/specifiers.js";
import { createManifestFinder } from "./discover/identity.js";
import type { FilePlan } from "./emit/inject.js";
import { guardText } from "./emit/text/guard.js";
import { UnguardableError } from "./emit/text/input.js";
import { emittedSpecifier } from "./emit/text/syntax.js";
import { dependenciesOf } from "./service/dependencies.js";
import { isOfRuntime, openInvolved } from "./service/involved.js";
import { keepingOf } from "./service/keeping.js";
import { openProject } from "./service/project.js";
import { createContractScan } from "./service/scan.js";
import { emittedNameOf, type Guarded, SCRIPT, sidecarsOf } from "./service/sidecars.js";
import { createSnapshot, rememberNothing, type Snapshot } from "./service/snapshot.js";
import type { GuardRules, GuardService, GuardServiceOptions } from "./service/types.js";

export { UnguardableError };

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
  /** The files that the host has asked about, with the state of the last answer. */
  const states = new Map<string, string>();
  /** The file names in the program of texts for other files. */
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

  /** Changes over to the full program. */
  const takeAll = () => {
    mayBeFew = false;
    involved = undefined;
    snapshot = undefined;
  };

  /** Whether a file is unrelated to contracts, according to its text. */
  const isUninvolved = (fileName: string, code?: string): boolean => {
    if (isOfRuntime(fileName)) return true;
    current();
    if (!involved || involved.has(fileName)) return false;
    if (involved.isUninvolved(fileName, code)) return true;
    takeAll();
    return false;
  };

  /** A file in the program. It is added if tsconfig.json does not list it. */
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

  /** The file of a text. If the text is newer than the program's, the file is read again. */
  const fileFor = (fileName: string, code: string, { language }: GuardRules): ts.SourceFile | undefined => {
    const known = virtualNames.has(fileName) ? undefined : fileIn(fileName);
    if (known) {
      if (known.text === code || system.readFile(fileName) === known.text) return known;
      // The host has the new text before the change was announced.
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

  /** Rejects a text with an import of a contracted module that is not in the source. */
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
    // With a `sidecarSpecifier`, sidecars are modules beside the source, not files beside the output.
    const own = specifierOfSidecar(rules.sidecarSpecifier ? path.posix.basename(fileName) : emitted, format);
    const whole: Guarded = { kept, format, own, sidecar: sidecarSpecifier(0, format) };
    guardedBy.set(fileName, whole);
    return {
      code: guarded.code,
      // Most hosts need the map only when the user wants one.
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
