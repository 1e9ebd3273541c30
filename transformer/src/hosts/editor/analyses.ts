import type ts from "typescript";
import { createContractMemory } from "../../analysis/memory.js";
import type { TypeScript } from "../../compiler/compiler.js";
import { createManifestFinder, type ManifestFinder } from "../../discover/identity.js";
import type { Analysis } from "../../link/diagnose.js";
import { analyseContracts } from "../../pipeline.js";
import { declareVocabulary, type Vocabulary } from "../../type/vocabulary.js";

/** The analyses of a project's programs. */
export interface Analyses {
  /**
   * The analysis of a program, created once per checker. An edit creates a new program, a cancelled request a new
   * checker.
   */
  of(program: ts.Program): Analysis;
  vocabulary(program: ts.Program): Vocabulary;
  /** Package.json files have changed. Without this call, the change is noticed a second later. */
  forgetManifests(): void;
}

/**
 * The time in milliseconds during which found package.json files are reused, because each keystroke would look for
 * them.
 */
const MANIFESTS_LAST = 1000;

/** Creates finders of package.json files that reuse their results for this time. */
function createLastingFinder(host: ts.ModuleResolutionHost) {
  let find: ManifestFinder | undefined;
  let end = 0;
  const current = (): ManifestFinder => {
    const now = performance.now();
    if (find && now < end) return find;
    end = now + MANIFESTS_LAST;
    find = createManifestFinder(host);
    return find;
  };
  const forget = (): void => {
    find = undefined;
  };
  return { current, forget };
}

/**
 * Creates the analyses of a project.
 *
 * @param typescript - The editor's compiler.
 * @param host - Reads the project's files.
 */
export function createAnalyses(typescript: TypeScript, host: ts.ModuleResolutionHost): Analyses {
  let byChecker = new WeakMap<ts.TypeChecker, Analysis>();
  const comments = new WeakMap();
  const syntax = new WeakMap();
  const memory = createContractMemory(typescript);
  const manifests = createLastingFinder(host);
  let vocabulary: Vocabulary | undefined;
  const declare = (program: ts.Program) => {
    vocabulary ??= declareVocabulary(typescript, program.getCompilerOptions());
    return vocabulary;
  };
  return {
    vocabulary: declare,
    forgetManifests() {
      manifests.forget();
      byChecker = new WeakMap();
    },
    of: (program) => {
      const checker = program.getTypeChecker();
      const known = byChecker.get(checker);
      if (known) return known;
      const remembered = {
        comments,
        syntax,
        memory,
        vocabulary: () => declare(program),
        findManifest: manifests.current(),
      };
      const analysis = analyseContracts({ ts: typescript, program, host, checker, ...remembered });
      byChecker.set(checker, analysis);
      return analysis;
    },
  };
}
